"""Two versions of a made-up API, and a project that has both."""

from __future__ import annotations

OLD = """\
openapi: 3.0.3
info: {title: Parcels, version: "1.9"}
paths:
  /parcels:
    post:
      operationId: sendParcel
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Parcel'}}}
      responses:
        "200":
          description: Sent.
          content: {application/json: {schema: {$ref: '#/components/schemas/Parcel'}}}
        "404": {description: No such depot.}
  /vans:
    get:
      operationId: getVan
      responses:
        "200":
          description: It.
          content: {application/json: {schema: {$ref: '#/components/schemas/Van'}}}
  /depots:
    get:
      operationId: getDepot
      responses:
        "200":
          description: It.
          content: {application/json: {schema: {$ref: '#/components/schemas/Depot'}}}
components:
  schemas:
    Depot: {type: object, required: [town], properties: {town: {type: string}, open: {type: boolean}}}
    Van: {type: object, properties: {wheels: {type: integer}}}
    Kind: {type: string, enum: [BOX, BAG]}
    Item:
      type: object
      required: [name]
      properties:
        name: {type: string, maxLength: 10}
        weight: {type: integer, minimum: 0, maximum: 100}
    Parcel:
      type: object
      required: [kind]
      properties:
        kind: {$ref: '#/components/schemas/Kind'}
        depotReference: {type: string, pattern: '^D[0-9]+$'}
        note: {type: string}
        items: {type: array, items: {$ref: '#/components/schemas/Item'}}
"""

NEW = (
    OLD.replace('version: "1.9"', 'version: "1.10"')
    .replace("Van", "Lorry")
    .replace(OLD[OLD.index("  /depots") : OLD.index("components:")], "")
    .replace(OLD[OLD.index("    Depot:") : OLD.index("    Van:")], "")
    .replace("enum: [BOX, BAG]", "enum: [BOX, BAG, TUBE]")
    .replace("depotReference:", "depotReferences:")
    .replace("name: {type: string, maxLength: 10}", "name: {type: string, maxLength: 30}")
    .replace("maximum: 100}", "maximum: 100}\n        fragile: {type: boolean}")
    .replace("required: [kind]", "required: [kind, sender]")
    .replace("        note: {type: string}\n", "        sender: {type: string}\n")
)

PROJECT = """\
[tool.fibrecafe]
documents = [{path = "api/1.10.yaml"}]
package = "parcels_api"
output = "made"
artifacts = ["models"]
beside = ["api/1.9.yaml"]
"""
