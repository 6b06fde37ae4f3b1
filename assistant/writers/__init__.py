"""Writers: from evidence to statements. Every writer's text goes through ``assistant.verify``."""
