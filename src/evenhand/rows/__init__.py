"""Write rows of our models with as little work in between as the database allows."""
