"""What must be followed up until it is solved: calls for a person, and the platform's complaints."""
