"""Room 5: events become messages, messages reach people."""
