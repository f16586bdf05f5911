/**
 * What the OTLP specification says of the JSON encoding, as a JSON Schema: hex ids, 64-bit integers as text (or as
 * numbers, which receivers take as well), enums as numbers. Stricter than receivers, which ignore fields they do not know.
 */

export const otlpSchema = {
  $defs: {
    attributes: {
      type: 'array',
      items: {
        type: 'object',
        required: ['key', 'value'],
        additionalProperties: false,
        properties: { key: { type: 'string', minLength: 1 }, value: { $ref: '#/$defs/value' } },
      },
    },
    value: {
      type: 'object',
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: false,
      properties: {
        stringValue: { type: 'string' },
        boolValue: { type: 'boolean' },
        intValue: { type: ['string', 'integer'], pattern: '^-?\\d+$' },
        arrayValue: { type: 'object', properties: { values: { type: 'array', items: { $ref: '#/$defs/value' } } } },
      },
    },
    traceId: { type: 'string', pattern: '^(?!0{32})[0-9a-f]{32}$' },
    spanId: { type: 'string', pattern: '^(?!0{16})[0-9a-f]{16}$' },
    count: { type: 'integer', minimum: 0 },
    nanos: { type: 'string', pattern: '^\\d{1,20}$' },
    span: {
      type: 'object',
      required: ['traceId', 'spanId', 'name', 'kind', 'startTimeUnixNano', 'endTimeUnixNano'],
      additionalProperties: false,
      properties: {
        traceId: { $ref: '#/$defs/traceId' },
        spanId: { $ref: '#/$defs/spanId' },
        parentSpanId: { $ref: '#/$defs/spanId' },
        name: { type: 'string', minLength: 1 },
        kind: { type: 'integer', minimum: 1, maximum: 5 },
        startTimeUnixNano: { $ref: '#/$defs/nanos' },
        endTimeUnixNano: { $ref: '#/$defs/nanos' },
        attributes: { $ref: '#/$defs/attributes' },
        droppedAttributesCount: { $ref: '#/$defs/count' },
        droppedEventsCount: { $ref: '#/$defs/count' },
        droppedLinksCount: { $ref: '#/$defs/count' },
        flags: { $ref: '#/$defs/count' },
        events: {
          type: 'array',
          items: {
            type: 'object',
            required: ['timeUnixNano', 'name'],
            additionalProperties: false,
            properties: {
              timeUnixNano: { $ref: '#/$defs/nanos' },
              name: { type: 'string', minLength: 1 },
              attributes: { $ref: '#/$defs/attributes' },
              droppedAttributesCount: { $ref: '#/$defs/count' },
            },
          },
        },
        links: {
          type: 'array',
          items: {
            type: 'object',
            required: ['traceId', 'spanId'],
            additionalProperties: false,
            properties: {
              traceId: { $ref: '#/$defs/traceId' },
              spanId: { $ref: '#/$defs/spanId' },
              attributes: { $ref: '#/$defs/attributes' },
              droppedAttributesCount: { $ref: '#/$defs/count' },
              flags: { $ref: '#/$defs/count' },
            },
          },
        },
        status: {
          type: 'object',
          additionalProperties: false,
          properties: { code: { enum: [0, 1, 2] }, message: { type: 'string' } },
        },
      },
    },
  },
  type: 'object',
  required: ['resourceSpans'],
  additionalProperties: false,
  properties: {
    resourceSpans: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          resource: { type: 'object', properties: { attributes: { $ref: '#/$defs/attributes' } } },
          scopeSpans: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              properties: {
                scope: { type: 'object', properties: { name: { type: 'string' } } },
                spans: { type: 'array', items: { $ref: '#/$defs/span' } },
              },
            },
          },
        },
      },
    },
  },
};
