# lib.sh - definitions as a person would write them, for tests/24*-render*.t.
# shellcheck shell=bash

# event TYPE SUBJECT: its envelope around the data on stdin
event() {
	jq -c --arg type "$1" --arg subject "$2" '{type: $type, specversion: "1.0",
		id: "3f0b5c52-8d0e-5b7a-9d6f-5f3f0e0b7a11", source: "by-hand", subject: $subject,
		time: "2026-01-31T12:00:00.000000Z", correlationid: "0194b7f0-1c5a-7d0e-9a51-6c3e2f1d8b47",
		causationid: "0194b7f0-1c5a-7d0e-9a51-6c3e2f1d8b47", data: .}'
}

# definition TABLE CLASS [JQ]: one line, with an id and a name, changed by JQ.
definition() {
	jq -n --arg table "$1" --arg class "$2" '
		def column(name; type; kind): {name: name, type: type, enum: false, nullable: false, readOnly: false,
			cast: null, castEnum: false, comment: null, kind: kind, length: null, precision: null, scale: null,
			unsigned: false, values: [], unique: false, required: false};
		{data: {modelId: "3f0b5c52-8d0e-5b7a-9d6f-5f3f0e0b7a11", name: $class, attributes: {artifact: "model", class: $class, namespace: "App\\Models", connection: null,
		table: {schema: null, name: $table, kind: "table"}, tableName: $table, tableDefault: true, comment: null,
		key: {kind: "single", columns: ["id"], type: "int", incrementing: true, default: true},
		timestamps: {created: null, updated: null}, softDeletes: false, uuid: null, authenticatable: false,
		dateFormat: null, defaults: [], fillable: ["name"], hidden: [],
		columns: [column("id"; "int"; "integer"), (column("name"; "string"; "string") | .required = true)],
		enums: [], relations: [], pivot: null, lockKey: $table, warnings: []}}} | '"${3:-.}"' | .data' | event ModelDefinitionCreated "$1"
}

# analysis TABLE...: the line that begins it; end_of_analysis: the last one.
analysis() {
	jq -n '{connection: null, driver: "sqlite",
		tables: [$ARGS.positional[] | {schema: null, name: ., kind: "table"}], omitted: []}' --args "$@" |
		event SchemaAnalysisStarted by-hand
}

end_of_analysis() {
	jq -n '{connection: null, schema: {driver: "sqlite", serverVersion: "3.40.0", tables: 1,
		fingerprint: "0123456789abcdef0123456789abcdef01234567"},
		metrics: {durationMs: 0, tables: 1, columns: 2, foreignKeys: 0, warnings: 0}}' |
		event SchemaAnalyzed by-hand
}

# schema TABLE...: an analysis whose tables have one model each.
schema() {
	local table
	analysis "$@"
	for table; do definition "$table" "${table^}"; done
	end_of_analysis
}
