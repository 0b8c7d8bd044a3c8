package remotetest

import (
	"cmp"
	"slices"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
	"github.com/atlasctl/atlasctl/pkg/spec/spectest"
)

// World is one of the Atlases that there have been, and the way in. The zero
// World is Atlas as it is. An implementation to which dates mean nothing takes
// all of them for the same.
type World struct {
	AsOf       string // the date there, such as 2024-12-01
	Serverless remote.ServerlessAPI
}

// String names the world, for tests and files.
func (w World) String() string {
	return cmp.Or(w.AsOf, "today") + "-" + map[remote.ServerlessAPI]string{
		remote.ServerlessOnFlex: "flex", remote.ServerlessLegacy: "legacy",
	}[w.Serverless]
}

// worldsOf gives the worlds to try a sample in.
func worldsOf(s spectest.Sample) []World {
	worlds := []World{}
	for _, w := range s.Worlds {
		api := remote.ServerlessOnFlex
		if w.Legacy {
			api = remote.ServerlessLegacy
		}
		worlds = append(worlds, World{w.AsOf, api})
	}
	if len(worlds) == 0 {
		return []World{{}}
	}
	return worlds
}

// ServerlessAPIs gives the APIs that the samples of a kind are tried through.
func ServerlessAPIs(kind spec.Kind) []remote.ServerlessAPI {
	var apis []remote.ServerlessAPI
	for _, s := range spectest.Of(kind).Samples {
		for _, w := range worldsOf(s) {
			if !slices.Contains(apis, w.Serverless) {
				apis = append(apis, w.Serverless)
			}
		}
	}
	return apis
}
