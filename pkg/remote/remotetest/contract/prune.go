package contract

import (
	"slices"
	"strconv"
	"strings"
)

// object is a part of a document before it means anything.
type object = map[string]any

const (
	apiPath    = "/api/atlas/v2"
	oldAPIPath = "/api/atlas/v1.0"
)

// served are the paths of the API that tests may ask for, as the documents spell
// them. All the rest of a document is left out: it is forty times as much. An
// asterisk at the end stands for everything below.
var served = []string{
	"/groups",
	"/groups/byName/{groupName}",
	"/groups/{groupId}",
	"/groups/{groupId}/accessList",
	"/groups/{groupId}/accessList/*",
	"/groups/{groupId}/clusters",
	"/groups/{groupId}/clusters/{clusterName}",
	"/groups/{groupId}/clusters/{clusterName}/processArgs",
	"/groups/{groupId}/containers",
	"/groups/{groupId}/containers/*",
	"/groups/{groupId}/customDBRoles/roles",
	"/groups/{groupId}/customDBRoles/roles/{roleName}",
	"/groups/{groupId}/databaseUsers",
	"/groups/{groupId}/databaseUsers/{databaseName}/{username}",
	"/groups/{groupId}/events",
	"/groups/{groupId}/events/{eventId}",
	"/groups/{groupId}/flexClusters",
	"/groups/{groupId}/flexClusters/{name}",
	"/groups/{groupId}/ipAddresses",
	"/groups/{groupId}/limits",
	"/groups/{groupId}/limits/{limitName}",
	"/groups/{groupId}/managedSlowMs",
	"/groups/{groupId}/privateEndpoint/endpointService",
	"/groups/{groupId}/privateEndpoint/endpointService/*",
	"/groups/{groupId}/privateEndpoint/serverless/*",
	"/groups/{groupId}/privateEndpoint/{cloudProvider}/*",
	"/groups/{groupId}/serverless",
	"/groups/{groupId}/serverless/{name}",
	"/groups/{groupId}/settings",
	"/groups/{groupId}/serverless/{clusterName}/performanceAdvisor/autoIndexing",
	"/groups/{groupId}/streams",
	"/groups/{groupId}/streams/*",
	"/groups/{groupId}/teams",
	"/rateLimits",
	"/rateLimits/{endpointSetId}",
}

// holds reports whether an operation is looked up in the document e.
func (e edition) holds(method, path string) bool {
	path, ok := strings.CutPrefix(path, apiPath)
	if !ok || !slices.ContainsFunc(served, func(entry string) bool {
		folder, deep := strings.CutSuffix(entry, "*")
		return path == entry || deep && strings.HasPrefix(path, folder)
	}) {
		return false
	}
	instances := path == "/groups/{groupId}/serverless" || path == "/groups/{groupId}/serverless/{name}"
	return (instances && method != "get") == (e == former)
}

// prune keeps of a document the operations that it is asked for, and the
// components that these reach.
func prune(e edition, tree object) object {
	paths := object{}
	for path, item := range at(tree, "paths") {
		kept := object{}
		for method, operation := range item.(object) {
			if e.holds(method, path) {
				kept[method] = operation
			}
		}
		if len(kept) > 0 {
			paths[path] = kept
		}
	}
	components := object{}
	reach(tree, paths, components)
	return object{
		"openapi":    tree["openapi"],
		"info":       object{"title": e, "version": "1"},
		"paths":      paths,
		"components": components,
	}
}

// reach copies into components whatever a part of the tree refers to, by $ref
// and by the mapping of a discriminator.
func reach(tree object, part any, components object) {
	switch part := part.(type) {
	case string:
		section, name, ok := strings.Cut(strings.TrimPrefix(part, "#/components/"), "/")
		if !ok || !strings.HasPrefix(part, "#/components/") || at(components, section)[name] != nil {
			return
		}
		if components[section] == nil {
			components[section] = object{}
		}
		found := at(tree, "components", section)[name]
		at(components, section)[name] = found
		reach(tree, found, components)
	case object:
		for _, value := range part {
			reach(tree, value, components)
		}
	case []any:
		for _, value := range part {
			reach(tree, value, components)
		}
	}
}

// at returns the object at a path, nil when there is none. A list is entered by
// number.
func at(tree object, path ...string) object {
	var node any = tree
	for _, name := range path {
		switch in := node.(type) {
		case object:
			node = in[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(in) {
				return nil
			}
			node = in[i]
		}
	}
	found, _ := node.(object)
	return found
}
