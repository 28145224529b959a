"""What visits take and spare (减时间、减环节、减材料、减跑动): counted, never told of one person (docs/usage.md)."""
