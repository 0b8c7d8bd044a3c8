package remote

import (
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// clusterNameSpace is what the table of kinds calls the name space of clusters.
const clusterNameSpace = "cluster"

// checkNames makes a problem of every wanted name that a cluster of the Cluster
// API holds which is none of the kind: Atlas would refuse the create, and what is
// there is somebody's. The list of clusters is part of every fetch in which a
// name of the name space is wanted.
func (s *scope) checkNames(live []spec.Resource) error {
	var problems spec.Problems
	for _, r := range live {
		if r.Addr.Kind != spec.KindCluster {
			continue
		}
		tier := "a dedicated cluster"
		if r.Body == nil {
			tier = "a free or shared cluster"
		}
		for _, kind := range append(namesakes(r.Addr.Kind), r.Addr.Kind) {
			addr := r.Addr
			addr.Kind = kind
			want, isWanted := s.wanted[addr]
			if !isWanted || want.Absent || kind == spec.KindCluster && r.Body != nil {
				continue
			}
			format, isConverted := converted[kind]
			if !isConverted {
				format = "the name belongs to %s: take another name, or take this document out"
			}
			problems = append(problems, problemAt(want, fmt.Sprintf(format, tier)))
		}
	}
	return problems.ErrorOrNil()
}
