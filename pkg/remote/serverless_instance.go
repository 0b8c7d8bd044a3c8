package remote

import (
	"context"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// ServerlessAPI is the API that serverless instances are managed through.
type ServerlessAPI int

// The two routes. Atlas runs no serverless instance any more: what was one is
// a Flex cluster, or was converted to something larger or smaller.
const (
	ServerlessOnFlex ServerlessAPI = iota // /flexClusters, which works
	ServerlessLegacy                      // /serverless, which Atlas ended on 2026-01-22
)

// On Flex these mean nothing; Atlas takes them without an error.
var flexInert = []spec.Inert{
	{Path: "serverlessBackupOptions.serverlessContinuousBackupEnabled", Reason: "Flex has fixed daily snapshots; for continuous backup use a dedicated cluster"},
	{Path: "providerSettings.providerName", Reason: "the instance is backed by Flex"},
}

const flexNote = "ServerlessInstance is managed as a Flex cluster: Atlas ended writes to the serverless API on 2026-01-22 and ends reads in January 2027; atlasctl migrate serverless rewrites the documents"

// retired is what to do about the end of the serverless API.
const retired = "serverless API retired by Atlas, use --serverless-api flex"

func serverlessDriver(sdk *admin.APIClient, api ServerlessAPI) driver {
	if api == ServerlessLegacy {
		return erase(serverlessLegacy{sdk})
	}
	return view{
		driver:  erase(serverlessOnFlex{flexClusters{sdk.FlexClustersApi}}),
		of:      spec.KindFlexCluster,
		convert: flexResourceAsServerless,
		absent:  spec.Resource{Phase: spec.Absent, Inert: flexInert, Notes: []string{flexNote}},
	}
}

// serverlessOnFlex drives ServerlessInstance through the Flex API.
type serverlessOnFlex struct{ flex flexClusters }

func (d serverlessOnFlex) List(ctx context.Context, at Site, page int) (Page[spec.ServerlessInstance], error) {
	list, err := d.flex.List(ctx, at, page)
	if err != nil {
		return Page[spec.ServerlessInstance]{}, err
	}
	return many(list.Objects, &list.Total, nil, flexAsServerless)
}

func (d serverlessOnFlex) Get(ctx context.Context, at Site, ref Ref) (Object[spec.ServerlessInstance], error) {
	o, err := d.flex.Get(ctx, at, ref)
	if err != nil {
		return Object[spec.ServerlessInstance]{}, err
	}
	return flexAsServerless(o), nil
}

func (d serverlessOnFlex) Create(ctx context.Context, at Site, name string, want *spec.ServerlessInstance, reveal Reveal) error {
	return d.flex.Create(ctx, at, name, serverlessAsFlex(want), reveal)
}

func (d serverlessOnFlex) Update(ctx context.Context, at Site, ref Ref, live, want *spec.ServerlessInstance, reveal Reveal) error {
	return d.flex.Update(ctx, at, ref, serverlessAsFlex(live), serverlessAsFlex(want), reveal)
}

func (d serverlessOnFlex) Delete(ctx context.Context, at Site, ref Ref) error {
	return d.flex.Delete(ctx, at, ref)
}

func (serverlessOnFlex) Events() Events { return serverlessEvents() }

// serverlessEvents are those of an instance, and of the cluster that it has become.
func serverlessEvents() Events {
	return Events{
		There: []string{"CLUSTER_CREATED", "CLUSTER_UPDATE_SUBMITTED", "SERVERLESS_INSTANCE_CREATED", "SERVERLESS_INSTANCE_UPDATE_SUBMITTED"},
		Gone:  []string{"CLUSTER_DELETE_SUBMITTED", "SERVERLESS_INSTANCE_DELETE_SUBMITTED"},
	}
}

func serverlessAsFlex(s *spec.ServerlessInstance) *spec.FlexCluster {
	return &spec.FlexCluster{
		ProviderSettings: &spec.FlexProviderSettings{
			BackingProviderName: s.ProviderSettings.BackingProviderName,
			RegionName:          s.ProviderSettings.RegionName,
		},
		Tags:                         s.Tags,
		TerminationProtectionEnabled: s.TerminationProtectionEnabled,
	}
}

func flexAsServerless(o Object[spec.FlexCluster]) Object[spec.ServerlessInstance] {
	return Object[spec.ServerlessInstance]{
		Name: o.Name, ID: o.ID, Phase: o.Phase, State: o.State, Detail: o.Detail, Status: o.Status,
		Inert: flexInert, Notes: []string{flexNote},
		Body: &spec.ServerlessInstance{
			ProviderSettings: &spec.ServerlessProviderSettings{
				BackingProviderName: o.Body.ProviderSettings.BackingProviderName,
				RegionName:          o.Body.ProviderSettings.RegionName,
			},
			Tags:                         o.Body.Tags,
			TerminationProtectionEnabled: o.Body.TerminationProtectionEnabled,
		},
	}
}

func flexResourceAsServerless(r spec.Resource) spec.Resource {
	s := flexAsServerless(Object[spec.FlexCluster]{
		Name: r.Addr.Name, ID: r.ID, Body: body[spec.FlexCluster](r.Body),
		Phase: r.Phase, State: r.State, Detail: r.Detail, Status: r.Status,
	}).resource()
	s.Addr = r.Addr
	s.Addr.Kind = spec.KindServerlessInstance
	return s
}
