"""How a question is answered: by choosing, by typing digits or letters, by days, level by level.

Each module draws on a `Page` below the question. What is typed stands in `page.state["value"]` until it is sent.
"""
