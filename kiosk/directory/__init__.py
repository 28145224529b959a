"""The whole item directory (政务服务事项目录): some 385,000 guide entries that are read about here and done elsewhere.

It comes as signed content (`docs/api.md`, "Content"), is indexed on the disk of the terminal by the agent, and is
searched by the window without being read into memory.
"""
