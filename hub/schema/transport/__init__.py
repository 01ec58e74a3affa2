"""How requests come in and answers go out: HTTP, WebSocket, server-sent events."""
