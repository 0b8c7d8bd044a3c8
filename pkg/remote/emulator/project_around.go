package emulator

import (
	"fmt"
	"net/http"
)

// projectAroundRoutes are what clients such as Terraform read of a project beside
// the project itself, and which nothing that is served changes.
func projectAroundRoutes() []route {
	versions := []string{"2023-01-01"}
	return []route{
		{method: http.MethodGet, path: groupPath + "/ipAddresses", versions: versions, operate: getProjectAddresses},
		{method: http.MethodGet, path: groupPath + "/managedSlowMs", versions: versions, operate: getManagedSlowMs},
		{method: http.MethodGet, path: groupPath + "/teams", versions: versions, operate: listProjectTeams},
	}
}

// getProjectAddresses lists the clusters of the project. That the shared ones are
// left out is a guess, and so are the addresses, which are documentation's.
func getProjectAddresses(c *call) (reply, error) {
	clusters := []any{}
	for _, r := range c.state.list(scope{kind: kindCluster, project: c.group}, c.now) {
		address := fmt.Sprintf("192.0.2.%d", 1+rank(r.ID)%254)
		clusters = append(clusters, object{
			"clusterName": r.Name,
			"inbound":     []any{address}, "outbound": []any{address},
			"futureInbound": []any{}, "futureOutbound": []any{},
		})
	}
	return reply{status: http.StatusOK, body: object{"groupId": c.group, "services": object{"clusters": clusters}}}, nil
}

// getManagedSlowMs tells whether Atlas chooses what counts as slow, which it does
// until somebody tells it not to (MongoDB's documents).
func getManagedSlowMs(*call) (reply, error) {
	return reply{status: http.StatusOK, body: true}, nil
}

// listProjectTeams finds none: teams are an organization's.
func listProjectTeams(c *call) (reply, error) {
	return c.pageOf(0, countOnRequest, nil)
}
