package remote_test

import (
	"fmt"
	"strings"
	"time"
)

const newProjectJSON = `{"name":"from nothing","orgId":"a0123456789abcdef0123456","tags":[{"key":"env","value":"prod"}]}`

// projectWriteSteps make a project and whatever can be made of it. Requests
// without a project in their paths go to all of them.
func projectWriteSteps() []step {
	return []step{
		{request: "POST /groups", body: `{}`, want: "400 MISSING_ATTRIBUTE"},
		{request: "POST /groups", body: `{"name":"a/b","orgId":"a0123456789abcdef0123456"}`, want: "400 INVALID_ATTRIBUTE"},
		{request: "POST /groups", body: newProjectJSON, want: "201"},
		{request: "GET /groups/ID", want: "200"},
		{request: "GET /groups/ID/settings", want: "200"},
		{request: "GET /groups/ID/events", want: "200"},
		{request: "GET /groups/byName/from%20nothing", want: "200"},
		{wait: time.Second},
		{request: "POST /groups", body: newProjectJSON, want: "409 GROUP_ALREADY_EXISTS"},
		{request: "PATCH ", body: `{"name":"from nothing"}`, want: "409 GROUP_ALREADY_EXISTS"},
		{request: "PATCH ", body: `{"tags":[{"key":"env","value":"dev"}],"withDefaultAlertsSettings":false}`, want: "200"},
		{request: "PATCH ", body: `{"tags":[]}`, want: "200"},
		{request: "PATCH ", body: `{"tags":"none"}`, want: "400 INVALID_JSON_ATTRIBUTE"},
		{request: "GET /settings", want: "200"},
		{request: "PATCH /settings", body: `{"isDataExplorerEnabled":false}`, want: "200"},
		{request: "PATCH /settings", body: `{"isDataExplorerEnabled":"no"}`, want: "400 INVALID_JSON_ATTRIBUTE"},
		{request: "GET /limits", want: "200"},
		{request: "GET /limits/atlas.project.deployment.clusters", want: "200"},
		{request: "GET /limits/atlas.project.deployment.ponies", want: "404 RESOURCE_NOT_FOUND"},
		{request: "PATCH /limits/atlas.project.deployment.clusters", body: `{"value":30}`, want: "200"},
		{request: "PATCH /limits/atlas.project.deployment.clusters", body: `{"value":101}`, want: "400 INVALID_ATTRIBUTE"},
		{request: "PATCH /limits/atlas.project.deployment.clusters", body: `{}`, want: "400 MISSING_ATTRIBUTE"},
		{request: "DELETE /limits/atlas.project.deployment.clusters", want: "204"},
		{request: "GET /ipAddresses", want: "200"},
		{request: "GET /managedSlowMs", want: "200"},
		{request: "GET /teams", want: "200"},
		{request: "GET /events", want: "200"},
		{request: "DELETE /clusters/dedicated", want: "202"},
		{wait: 3 * time.Hour},
		{request: "POST /streams", body: workspaceJSON, want: "200"},
		{request: "DELETE ", want: "409 CANNOT_CLOSE_GROUP_ACTIVE_STREAMS_RESOURCE"},
		{request: "DELETE /streams/clicks", want: "202"},
		{wait: time.Minute},
		{request: "DELETE ", want: "202"},
		{request: "GET ", want: "404 GROUP_NOT_FOUND"},
		{request: "DELETE ", want: "404 GROUP_NOT_FOUND"},
	}
}

// manyProjects fill an organization.
func manyProjects() []step {
	var steps []step
	for n := range 250 {
		steps = append(steps, step{request: "POST /groups", body: strings.Replace(newProjectJSON, "from nothing", fmt.Sprint("p-", n), 1), want: "201"})
	}
	return append(steps, step{request: "POST /groups", body: newProjectJSON, want: "400 MAX_GROUPS_PER_ORG_EXCEEDED"})
}
