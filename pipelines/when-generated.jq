# when-generated.jq - jq -cnf: a definition is held until one of $types tells
# that its model is there, and is gone when none does.
foreach inputs as $event ({};
	if $event.type | IN("ModelDefinitionCreated", "ModelDefinitionChanged") then
		{held: $event}
	elif $event.type | IN($types | split(",")[]) then
		if .held.id == $event.causationid then {out: .held} else {held} end
	elif $event.type | startswith("ModelGeneration") then
		{held}
	else
		{held, out: $event}
	end;
	.out // empty)
