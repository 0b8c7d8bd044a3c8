package main_test

import rego.v1

import data.main

# plan is a plan of one change.
plan(type, project, change) := {"resource_changes": [{
	"type": type,
	"index": "the address",
	"change": object.union({"before": {"project": project}, "after": {"project": project}, "after_sensitive": {}}, change),
	"atlasctl": {"origin": {"file": "a.yaml", "line": 3}, "protect": false, "hazards": []},
}]}

deleted := {"actions": ["delete"], "after": null, "after_sensitive": false}

cluster(project, values) := plan("atlasctl_flex_cluster", project, {"actions": ["create"], "before": null, "after": values})

kafka(project, values) := plan("atlasctl_stream_connection", project, {
	"actions": ["update"],
	"after": object.union({"project": project, "type": "Kafka"}, values),
})

test_something_else_is_no_plan if {
	main.deny == {"this is no plan: write one with atlasctl plan -o tfplan-json"} with input as {"operations": []}
}

test_empty_plan if {
	count(main.deny) == 0 with input as {"resource_changes": []}
}

test_workspace_in_production_stays if {
	main.deny == {"the address (a.yaml:3): a workspace in production is not deleted or replaced"} with input as plan("atlasctl_stream_workspace", "shop-prod", deleted)
}

test_workspace_in_production_is_not_replaced if {
	count(main.deny) == 1 with input as plan("atlasctl_stream_workspace", "shop-prod", {"actions": ["delete", "create"]})
}

test_workspace_elsewhere_may_go if {
	count(main.deny) == 0 with input as plan("atlasctl_stream_workspace", "shop-dev", deleted)
}

test_kafka_over_the_internet if {
	count(main.deny) == 1 with input as kafka("shop-prod", {"networking": {"access": {"type": "PUBLIC"}}})
}

test_kafka_over_the_internet_by_default if {
	count(main.deny) == 1 with input as kafka("shop-prod", {})
}

test_kafka_over_a_private_network if {
	count(main.deny) == 0 with input as kafka("shop-prod", {"networking": {"access": {"type": "VPC"}}})
}

test_kafka_elsewhere if {
	count(main.deny) == 0 with input as kafka("shop-dev", {})
}

test_cluster_lacks_tags if {
	main.deny == {"the address (a.yaml:3): these tags are missing: env, team"} with input as cluster("shop-dev", {"project": "shop-dev"})
}

test_cluster_lacks_a_tag if {
	main.deny == {"the address (a.yaml:3): these tags are missing: team"} with input as cluster("shop-dev", {"project": "shop-dev", "tags": {"env": "dev"}})
}

tagged := {"project": "shop-prod", "tags": {"env": "prod", "team": "shop"}}

test_cluster_in_production_is_locked if {
	count(main.deny) == 0 with input as cluster("shop-prod", object.union(tagged, {"terminationProtectionEnabled": true}))
}

test_cluster_in_production_is_not_locked if {
	count(main.deny) == 1 with input as cluster("shop-prod", object.union(tagged, {"terminationProtectionEnabled": false}))
}

test_cluster_in_production_is_protected_by_its_document if {
	unlocked := cluster("shop-prod", tagged)
	locked := json.patch(unlocked, [{"op": "replace", "path": "/resource_changes/0/atlasctl/protect", "value": true}])
	count(main.deny) == 1 with input as unlocked
	count(main.deny) == 0 with input as locked
}

test_cluster_goes if {
	count(main.deny) == 0 with input as plan("atlasctl_flex_cluster", "shop-prod", deleted)
}

https(headers, sensitive) := plan("atlasctl_stream_connection", "shop-dev", {
	"actions": ["create"],
	"before": null,
	"after": {"project": "shop-dev", "type": "Https", "headers": headers},
	"after_sensitive": {"headers": sensitive},
})

test_secret_header_as_text if {
	main.deny == {"the address (a.yaml:3): the header X-Api-Key looks like a secret: write a reference, such as {env: NAME}"} with input as https({"X-Api-Key": "abc"}, {})
}

test_secret_header_by_reference if {
	count(main.deny) == 0 with input as https({"X-Api-Key": {"env": "KEY"}}, {"X-Api-Key": true})
}

test_secret_header_that_nobody_sees if {
	count(main.deny) == 0 with input as https({"X-Api-Key": "(hidden)"}, {"X-Api-Key": true})
}

test_plain_header if {
	count(main.deny) == 0 with input as https({"Content-Type": "application/json"}, {})
}

test_hazards_are_warnings if {
	one := plan("atlasctl_stream_workspace", "shop-dev", deleted)
	with_hazards := json.patch(one, [
		{"op": "replace", "path": "/resource_changes/0/atlasctl/hazards", "value": [
			{"code": "data-loss", "text": "destroys everything"},
			{"code": "resend", "text": "sends a password again"},
		]},
		{"op": "replace", "path": "/resource_changes/0/atlasctl/origin", "value": {"file": "", "line": 0}},
	])
	main.warn == {"the address: destroys everything"} with input as with_hazards
	count(main.deny) == 0 with input as with_hazards
}
