package remote

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// clusterNameSpace is what the table of kinds calls the name space of clusters.
const clusterNameSpace = "cluster"

// otherClusters gives the names that clusters of the Cluster API hold, with
// what holds them: they share one name space with kinds of ours. It is read in
// the same round as the lists. The kind is left out of the addresses.
func (c *Client) otherClusters(ctx context.Context, s *scope) (map[spec.Address]string, error) {
	projects := s.projectsOf(clusterNameSpace)
	names, failures := make([]map[string]string, len(projects)), make([]error, len(projects))
	var g sync.WaitGroup
	for i, project := range projects {
		g.Go(func() {
			var err error
			if names[i], err = c.clusterNames(ctx, project); err != nil {
				failures[i] = s.explain(collection{project: project}, fmt.Errorf("list clusters of %s: %w", project, err))
			}
		})
	}
	g.Wait()
	taken := map[spec.Address]string{}
	for i, project := range projects {
		for name, what := range names[i] {
			taken[spec.Address{Project: project, Name: name}] = what
		}
	}
	return taken, mostTelling(failures...)
}

// clusterNames reads page after page: a project has 25 clusters at most, so
// that there is one.
func (c *Client) clusterNames(ctx context.Context, project string) (map[string]string, error) {
	id, err := c.groupID(ctx, project)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for page := 1; ; page++ {
		list, res, err := c.sdk.ClustersApi.ListClustersWithParams(ctx, &admin.ListClustersApiParams{
			GroupId: id, ItemsPerPage: new(pageSize), PageNum: &page,
		}).Execute()
		if err == nil && list.GetResults() == nil {
			err = errors.New("it has no results")
		}
		if err != nil {
			return nil, translate(with(res, err))
		}
		for _, cluster := range list.GetResults() {
			names[cluster.GetName()] = clusterTier(cluster)
		}
		if len(list.GetResults()) < pageSize {
			return names, nil
		}
	}
}

// clusterTier says what a cluster of the Cluster API is, for people.
func clusterTier(c admin.ClusterDescription20240805) string {
	for _, shard := range c.GetReplicationSpecs() {
		for _, region := range shard.GetRegionConfigs() {
			if region.GetProviderName() == "TENANT" {
				return "a free or shared cluster"
			}
		}
	}
	return "a dedicated cluster"
}

// checkNames makes a problem of every wanted name that a cluster of another
// kind holds: Atlas would refuse the create, and what is there is somebody's.
func (s *scope) checkNames(taken map[spec.Address]string) error {
	var problems spec.Problems
	for addr, r := range s.wanted {
		what, isTaken := taken[spec.Address{Project: addr.Project, Name: addr.Name}]
		if t, _ := spec.TypeOf(addr.Kind); !isTaken || t.NameSpace != clusterNameSpace || r.Absent {
			continue
		}
		format, isConverted := converted[addr.Kind]
		if !isConverted {
			format = "the name belongs to %s: take another name, or take this document out"
		}
		problems = append(problems, problemAt(r, fmt.Sprintf(format, what)))
	}
	return problems.ErrorOrNil()
}
