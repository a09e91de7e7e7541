"""The catalogue lives: adjusted, approved, released, filed with the superior, received, published."""
