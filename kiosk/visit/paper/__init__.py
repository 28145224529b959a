"""What leaves the receipt printer during a visit: what each slip says, printed once, and the truth about the paper."""
