"""How text is read out: numbers, money, dates and masked values as words. Pure; no sound."""
