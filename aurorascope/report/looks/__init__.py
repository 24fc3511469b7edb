"""How a report looks: charts as inline SVG, HTML in one file, Markdown for chat, JSON."""
