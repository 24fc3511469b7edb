"""Businesses: the tables, databases and programs that statements are about, so that no two fleets look alike."""

from __future__ import annotations

# each word a template may use; `main_id` and the like are made from the singular
DOMAINS: dict[str, dict[str, str]] = {
    "shop": {
        "parent": "customers", "main": "orders", "child": "order_items", "stock": "inventory_levels",
        "ledger": "payments", "log": "order_events", "lookup": "products", "job": "outbox", "session": "carts",
        "rollup": "daily_sales", "parent_id": "customer_id", "main_id": "order_id", "lookup_id": "product_id",
        "amount": "total_amount", "count": "on_hand",
    },
    "billing": {
        "parent": "accounts", "main": "invoices", "child": "invoice_lines", "stock": "credit_balances",
        "ledger": "ledger_entries", "log": "invoice_history", "lookup": "price_plans", "job": "webhook_queue",
        "session": "api_tokens", "rollup": "monthly_revenue", "parent_id": "account_id", "main_id": "invoice_id",
        "lookup_id": "plan_id", "amount": "amount_due", "count": "remaining_units",
    },
    "support": {
        "parent": "users", "main": "tickets", "child": "ticket_comments", "stock": "agent_queues",
        "ledger": "sla_clocks", "log": "ticket_audit", "lookup": "macros", "job": "mail_jobs", "session": "logins",
        "rollup": "ticket_stats", "parent_id": "user_id", "main_id": "ticket_id", "lookup_id": "macro_id",
        "amount": "priority_score", "count": "open_slots",
    },
    "fleet": {
        "parent": "vehicles", "main": "trips", "child": "waypoints", "stock": "depot_capacity",
        "ledger": "fuel_charges", "log": "telemetry", "lookup": "depots", "job": "dispatch_queue",
        "session": "devices", "rollup": "trip_totals", "parent_id": "vehicle_id", "main_id": "trip_id",
        "lookup_id": "depot_id", "amount": "distance_km", "count": "free_bays",
    },
    "clinic": {
        "parent": "patients", "main": "appointments", "child": "appointment_notes", "stock": "room_slots",
        "ledger": "claims", "log": "access_journal", "lookup": "practitioners", "job": "reminders",
        "session": "portal_sessions", "rollup": "utilisation", "parent_id": "patient_id",
        "main_id": "appointment_id", "lookup_id": "practitioner_id", "amount": "fee", "count": "free_slots",
    },
}  # fmt: skip

WORDS = (
    "new",
    "open",
    "paid",
    "closed",
    "pending",
    "failed",
    "on hold",
    "it's late",
    "draft",
    "Zürich",
    "東京",
)
PEOPLE = ("o.brien", "lea", "marta", "jun", "sam", "ines", "pavel", "ruth")
