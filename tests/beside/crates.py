"""Two versions of a made-up API whose differences are awkward, and a project that has both."""

from __future__ import annotations

OLD = """\
openapi: 3.0.3
info: {title: Crates, version: "1.9"}
paths:
  /crates:
    post:
      operationId: sendCrate
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/crate-order'}}}
      responses:
        "200":
          description: Sent.
          content: {application/json: {schema: {$ref: '#/components/schemas/Answer'}}}
components:
  schemas:
    Owned: {type: object, properties: {ownerReference: {type: string}, shared: {type: string}}}
    crate-order:
      allOf:
        - $ref: '#/components/schemas/Owned'
        - type: object
          properties:
            note: {type: string, nullable: true}
            sent: {type: string, format: date-time}
            seen: {type: string}
            amount: {type: number, maximum: 9}
            lid: {type: object, properties: {colourReference: {type: string}, kept: {type: string}}}
            labels: {type: array, items: {type: string, maxLength: 10}}
    Answer:
      type: object
      properties:
        first: {$ref: '#/components/schemas/Round'}
        other: {$ref: '#/components/schemas/Shape'}
    Shape:
      oneOf: [{$ref: '#/components/schemas/Round'}, {$ref: '#/components/schemas/Square'}]
      discriminator:
        propertyName: kind
        mapping: {ROUND: '#/components/schemas/Round', SQUARE: '#/components/schemas/Square'}
    Round:
      type: object
      required: [kind]
      properties:
        kind: {type: string, enum: [ROUND]}
        rimReference: {type: integer}
        hub: {type: object, properties: {bolts: {type: integer}}}
    Square:
      type: object
      required: [kind]
      properties: {kind: {type: string, enum: [SQUARE]}, side: {type: integer}}
"""

NEW = (
    OLD.replace('version: "1.9"', 'version: "1.10"')
    .replace("ownerReference", "ownerReferences")
    .replace("{type: string, nullable: true}", "{type: string}")
    .replace("format: date-time}", "format: date}")
    .replace("seen: {type: string}", "seen: {type: string, format: date-time}")
    .replace("{type: number, maximum: 9}", "{type: integer, minimum: 5}")
    .replace("colourReference", "colourReferences")
    .replace("maxLength: 10", "maxLength: 5")
    .replace("rimReference", "rimReferences")
    .replace("Round", "Disc")
)

PROJECT = """\
[tool.fibrecafe]
documents = [{path = "api/1.10.yaml"}]
package = "crates_api"
output = "made"
artifacts = ["models"]
beside = ["api/1.9.yaml"]
"""
