"""What the gateway answers: implementations of the generated Tenant and Supplier Updates APIs, a file
for each section.
"""
