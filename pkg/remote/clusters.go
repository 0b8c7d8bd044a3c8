package remote

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// clusterKinds share one name space in a project, with the clusters of every
// other kind that Atlas has.
var clusterKinds = []spec.Kind{spec.KindFlexCluster}

// otherClusters gives the names that clusters of other kinds hold, by the
// address that a document would want them under, with what holds them. It is
// read in the same round as the lists.
func (c *Client) otherClusters(ctx context.Context, s *scope) (map[spec.Address]string, error) {
	var lists []collection
	for _, kind := range clusterKinds {
		for _, project := range s.projectsOf(kind) {
			lists = append(lists, collection{project: project, kind: kind})
		}
	}
	names, failures := make([]map[string]string, len(lists)), make([]error, len(lists))
	var g sync.WaitGroup
	for i, col := range lists {
		g.Go(func() {
			var err error
			if names[i], err = c.clusterNames(ctx, col.project); err != nil {
				failures[i] = s.explain(col, fmt.Errorf("list clusters of %s: %w", col.project, err))
			}
		})
	}
	g.Wait()
	taken := map[spec.Address]string{}
	for i, col := range lists {
		for name, what := range names[i] {
			taken[spec.Address{Project: col.project, Kind: col.kind, Name: name}] = what
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
	for addr, what := range taken {
		if r, ok := s.wanted[addr]; ok && !r.Absent {
			problems = append(problems, problemAt(r, fmt.Sprintf("the name belongs to %s: take another name, or take this document out", what)))
		}
	}
	return problems.ErrorOrNil()
}
