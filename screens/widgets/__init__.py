"""The parts that screens are made of. Most are functions that draw on a `Page`; live ones are Kivy widgets."""
