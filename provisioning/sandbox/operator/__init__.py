"""Pages on loopback, by which a person plays everybody beside the terminal: offices, bank, halls, telephones."""
