"""E-licences (电子证照): their identifiers, the seal that makes them true, and for how much each may stand."""
