# ruff: noqa: RUF001 - the words of other alphabets
"""How PostgreSQL says its severities in other languages than English (`lc_messages`).

A server translates the word before the message, in stderr and in csvlog alike; the words are those of the
catalogs that PostgreSQL ships, of several majors where they changed.
"""

from __future__ import annotations

# our word -> the words of all languages; no word means two severities (a test)
WORDS: dict[str, tuple[str, ...]] = {
    "DEBUG": ("ОТЛАДКА", "НАЛАГОДЖЕННЯ", "디버그", "调试", "除錯", "გამართვა", "DEPURAÇÃO", "LADĚNÍ"),
    "LOG": ("LOGG", "СООБЩЕНИЕ", "ЗАПИСУВАННЯ", "로그", "日志", "日誌", "紀錄", "ჟურნალი", "DZIENNIK"),
    "INFO": ("ИНФОРМАЦИЯ", "ІНФОРМАЦІЯ", "정보", "信息", "資訊", "ინფორმაცია", "BİLGİ", "INFORMACJA"),
    "NOTICE": (
        "HINWEIS", "NOTIFICA", "NOTIS", "ЗАМЕЧАНИЕ", "ПОВІДОМЛЕННЯ", "알림", "注意", "NOTA", "NOT", "UWAGA",
        "POZNÁMKA",
    ),
    "WARNING": (
        "WARNUNG", "ATTENTION", "ATTENZIONE", "VARNING", "ПРЕДУПРЕЖДЕНИЕ", "ПОПЕРЕДЖЕННЯ", "경고", "警告",
        "გაფრთხილება", "AVISO", "UYARI", "OSTRZEŻENIE", "VAROVÁNÍ",
    ),
    "ERROR": (
        "FEHLER", "ERREUR", "ERRORE", "FEL", "ОШИБКА", "ПОМИЛКА", "오류", "错误", "錯誤", "შეცდომა", "ERRO",
        "HATA", "BŁĄD", "CHYBA",
    ),
    "FATAL": (
        "FATALE", "FATALT", "ВАЖНО", "ФАТАЛЬНО", "치명적오류", "致命错误", "致命錯誤", "ფატალური",
        "ÖLÜMCÜL (FATAL)", "KATASTROFALNY", "FATÁLNÍ",
    ),
    "PANIC": (
        "PANIK", "PANICO", "ПАНИКА", "ПАНІКА", "손상", "比致命错误还过分的错误", "嚴重錯誤", "პანიკა",
        "PÂNICO", "KRİTİK", "PANIKA",
    ),
    "DETAIL": (
        "DÉTAIL", "DETALLE", "DETTAGLI", "DETALJ", "ПОДРОБНОСТИ", "ВІДОМОСТІ", "詳細", "상세정보", "详细信息",
        "詳情", "詳細內容", "დეტალები", "DETALHE", "AYRINTI", "DETAY", "SZCZEGÓŁY", "PODROBNOSTI",
    ),
    "HINT": (
        "TIPP", "ASTUCE", "SUGGERIMENTO", "SUGERENCIA", "TIPS", "ПОДСКАЗКА", "УКАЗІВКА", "ПІДКАЗКА", "ヒント",
        "힌트", "提示", "მინიშნება", "DICA", "İPUCU", "PODPOWIEDŹ", "DOPORUČENÍ", "NÁPOVĚDA",
    ),
    "CONTEXT": (
        "ZUSAMMENHANG", "CONTEXTE", "CONTEXTO", "CONTESTO", "KONTEXT", "КОНТЕКСТ", "文脈", "コンテキスト",
        "내용", "上下文", "背景", "კონტექსტი", "BAĞLAM", "ORTAM", "KONTEKST",
    ),
    "STATEMENT": (
        "ANWEISUNG", "INSTRUCTION", "SENTENCIA", "ISTRUZIONE", "SATS", "ОПЕРАТОР",
        "КОМАНДА", "ІНСТРУКЦІЯ", "文",
        "ステートメント", "명령 구문", "명령구문", "语句", "陳述式", "陳述", "ოპერატორი", "COMANDO", "İFADE",
        "KOMUT", "WYRAŻENIE", "PŘÍKAZ",
    ),
    "QUERY": (
        "ANFRAGE", "REQUÊTE", "CONSULTA", "FRÅGA", "ЗАПРОС", "ЗАПИТ", "問い合わせ", "クエリ", "쿼리", "查询",
        "查詢", "მოთხოვნა", "SORGU", "ZAPYTANIE", "DOTAZ",
    ),
    "LOCATION": (
        "ORT", "EMPLACEMENT", "UBICACIÓN", "POSIZIONE", "PLATS", "ПОЛОЖЕНИЕ", "РОЗТАШУВАННЯ", "場所", "위치",
        "位置", "მდებარეობა", "LOCAL", "YER", "POZYCJA", "UMÍSTĚNÍ",
    ),
    "BACKTRACE": ("PILE D'APPEL", "СТЕК", "ВІДСТЕЖУВАТИ", "バックトレース", "역추적", "回溯", "სტეკი"),
}  # fmt: skip
TRANSLATED = {translated: word for word, others in WORDS.items() for translated in others}
