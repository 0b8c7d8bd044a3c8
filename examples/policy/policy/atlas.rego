# A policy for plans that atlasctl writes with -o tfplan-json. It is meant to be
# copied and changed: the first two definitions say what is yours.
package main

import rego.v1

# What a production project is called.
production_name := `-prod$`

# The tags that every cluster has.
required_tags := {"env", "team"}

clusters := {"atlasctl_flex_cluster", "atlasctl_serverless_instance"}

# Of any other document the rules below would find nothing to say.
deny contains "this is no plan: write one with atlasctl plan -o tfplan-json" if not input.resource_changes

# A workspace takes its connections, and its processors with their checkpoints,
# along.
deny contains msg if {
	some change in input.resource_changes
	change.type == "atlasctl_stream_workspace"
	"delete" in change.change.actions
	in_production(change)
	msg := sprintf("%s: a workspace in production is not deleted or replaced", [label(change)])
}

# An update is looked at whole: it may leave alone what was wrong before.
deny contains msg if {
	some change in input.resource_changes
	change.type == "atlasctl_stream_connection"
	change.change.after.type == "Kafka"
	in_production(change)
	network(change.change.after) == "PUBLIC"
	msg := sprintf("%s: a Kafka connection in production does not go over the internet: set networking.access.type", [label(change)])
}

deny contains msg if {
	some change in input.resource_changes
	change.type in clusters
	change.change.after != null
	missing := required_tags - object.keys(object.get(change.change.after, "tags", {}))
	count(missing) > 0
	msg := sprintf("%s: these tags are missing: %s", [label(change), concat(", ", sort(missing))])
}

deny contains msg if {
	some change in input.resource_changes
	change.type in clusters
	change.change.after != null
	in_production(change)
	not locked(change)
	msg := sprintf("%s: a cluster in production needs terminationProtectionEnabled or metadata.protect", [label(change)])
}

# A reference is an object, and marked as sensitive; so is a live value that
# nobody sees. What remains is text that stands in the YAML.
deny contains msg if {
	some change in input.resource_changes
	some name, value in change.change.after.headers
	regex.match(`(?i)authorization|cookie|key|password|secret|token`, name)
	is_string(value)
	not change.change.after_sensitive.headers[name]
	msg := sprintf("%s: the header %s looks like a secret: write a reference, such as {env: NAME}", [label(change), name])
}

# What the plan itself warns of. conftest shows it and goes on; so should you,
# but not without having read it.
warn contains msg if {
	some change in input.resource_changes
	some hazard in change.atlasctl.hazards
	hazard.code in {"data-loss", "loses"}
	msg := sprintf("%s: %s", [label(change), hazard.text])
}

in_production(change) if regex.match(production_name, project(change.change))

# Nothing is left of what is deleted, and nothing was there before a creation.
project(change) := change.after.project

project(change) := change.before.project if change.after == null

network(connection) := object.get(connection, ["networking", "access", "type"], "PUBLIC")

locked(change) if change.change.after.terminationProtectionEnabled

locked(change) if change.atlasctl.protect

# The address that atlasctl itself prints, and where the document stands.
label(change) := change.index if change.atlasctl.origin.file == ""

label(change) := sprintf("%s (%s:%d)", [change.index, origin.file, origin.line]) if {
	origin := change.atlasctl.origin
	origin.file != ""
}
