"""Cases (办件): opened when a submission arrives, moved by rules and by the back office, shown to their citizens."""
