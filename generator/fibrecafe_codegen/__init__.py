"""The Fibre Cafe toolkit: validates OpenAPI documents and generates Python from them."""
