"""The platform's interface as values (docs/api.md): what is asked, what is answered, by which call.

Terminal and sandbox platform read the same declarations, and the OpenAPI document is made from them.
"""
