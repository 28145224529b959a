"""What the platform tells the public beside its items: policies, the business environment, the districts' own services,
announcements, and in an emergency a column of its own. It is signed content, read without the platform as well."""
