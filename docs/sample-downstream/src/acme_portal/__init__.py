"""A portal that is told of orders by Fibre Cafe and tells its engineers of visits."""
