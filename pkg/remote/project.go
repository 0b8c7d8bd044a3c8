package remote

import (
	"context"
	"fmt"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
	"golang.org/x/sync/errgroup"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// projects drives Project through /groups and /groups/{groupId}/settings. What is
// one object to us is two there: a read asks for both, and an update writes the
// one that changes, or one after the other.
type projects struct{ api admin.ProjectsApi }

// List gives the project of the site by its ID, or, where that is not known,
// everything that has its name: there may be two, since Atlas does not tell apart
// two creations that come at once.
func (d projects) List(ctx context.Context, at Site, _ int) (Page[spec.Project], error) {
	ids := []string{at.GroupID}
	if at.GroupID == "" {
		named, err := projectsByName(ctx, d.api)
		if err != nil {
			return Page[spec.Project]{}, err
		}
		ids = named[at.Project]
	}
	page := Page[spec.Project]{Total: len(ids)}
	for _, id := range ids {
		o, err := d.byID(ctx, id)
		switch {
		case isMissingGroup(err):
			page.Total--
		case err != nil:
			return Page[spec.Project]{}, err
		default:
			page.Objects = append(page.Objects, o)
		}
	}
	return page, nil
}

// Get looks the name up where there is no ID, whatever was known before.
func (d projects) Get(ctx context.Context, _ Site, ref Ref) (o Object[spec.Project], err error) {
	if ref.ID != "" {
		o, err = d.byID(ctx, ref.ID)
	} else {
		o, err = d.byName(ctx, ref.Name)
	}
	if isMissingGroup(err) {
		err = fmt.Errorf("project %q: %w", ref.Name, ErrNotFound)
	}
	return o, err
}

func (d projects) byName(ctx context.Context, name string) (Object[spec.Project], error) {
	group, res, err := d.api.GetGroupByName(ctx, name).Execute()
	o, err := one(group, res, err, projectFromAtlas)
	if err != nil {
		return o, err
	}
	return o, d.addSettings(ctx, &o, group.GetId())
}

func (d projects) byID(ctx context.Context, id string) (Object[spec.Project], error) {
	settings := Object[spec.Project]{Body: new(spec.Project)}
	var o Object[spec.Project]
	var g errgroup.Group
	g.Go(func() error {
		group, res, err := d.api.GetGroup(ctx, id).Execute()
		o, err = one(group, res, err, projectFromAtlas)
		return err
	})
	g.Go(func() error { return d.addSettings(ctx, &settings, id) })
	if err := g.Wait(); err != nil {
		return Object[spec.Project]{}, err
	}
	o.Body.Settings, o.Phase, o.State = settings.Body.Settings, settings.Phase, settings.State
	return o, nil
}

// addSettings reads the settings. Those of a project that was just made, or is
// just going, may not be there when the project itself is.
func (d projects) addSettings(ctx context.Context, o *Object[spec.Project], id string) error {
	s, res, err := d.api.GetGroupSettings(ctx, id).Execute()
	switch {
	case isMissingGroup(with(res, err)):
		o.Phase, o.State = spec.Pending, "without settings"
		return nil
	case err != nil:
		return with(res, err)
	}
	o.Body.Settings = &spec.ProjectSettings{
		ClusterAIAssistant:           s.IsClusterAiAssistantEnabled,
		CollectDatabaseStatistics:    s.IsCollectDatabaseSpecificsStatisticsEnabled,
		DataExplorer:                 s.IsDataExplorerEnabled,
		DataExplorerGenAI:            s.IsDataExplorerGenAIFeaturesEnabled,
		DataExplorerGenAISampleValue: s.IsDataExplorerGenAISampleDocumentPassingEnabled,
		ExtendedStorageSizes:         s.IsExtendedStorageSizesEnabled,
		NativeReranking:              s.IsNativeRerankingEnabled,
		PerformanceAdvisor:           s.IsPerformanceAdvisorEnabled,
		RealtimePerformancePanel:     s.IsRealtimePerformancePanelEnabled,
		SchemaAdvisor:                s.IsSchemaAdvisorEnabled,
	}
	return nil
}

// Create sends what Atlas takes on creation: the settings come after it.
func (d projects) Create(ctx context.Context, _ Site, name string, want *spec.Project, _ Reveal) error {
	group := &admin.Group{
		Name: name, Tags: tagsToAtlas(want.Tags),
		WithDefaultAlertsSettings: want.WithDefaultAlertsSettings,
		RegionUsageRestrictions:   want.RegionUsageRestrictions,
	}
	if want.OrgID != nil {
		group.OrgId = *want.OrgID
	}
	_, res, err := d.api.CreateGroup(ctx, group).Execute()
	return with(res, err)
}

// Update writes the project, its settings or both, whichever differs. Atlas
// merges what it gets.
func (d projects) Update(ctx context.Context, _ Site, ref Ref, live, want *spec.Project, _ Reveal) error {
	id, err := d.idOf(ctx, ref)
	if err != nil {
		return err
	}
	settings := want.Settings != nil && !sameParts(live.Settings, want.Settings)
	if !settings || !sameParts(live.Tags, want.Tags) || !sameParts(live.WithDefaultAlertsSettings, want.WithDefaultAlertsSettings) {
		_, res, err := d.api.UpdateGroup(ctx, id, &admin.GroupUpdate{
			Tags: tagsToAtlas(want.Tags), WithDefaultAlertsSettings: want.WithDefaultAlertsSettings,
		}).Execute()
		if err != nil {
			return with(res, err)
		}
	}
	if !settings {
		return nil
	}
	_, res, err := d.api.UpdateGroupSettings(ctx, id, settingsToAtlas(want.Settings)).Execute()
	return with(res, err)
}

// idOf looks the ID up where only the name is known.
func (d projects) idOf(ctx context.Context, ref Ref) (string, error) {
	if ref.ID != "" {
		return ref.ID, nil
	}
	group, res, err := d.api.GetGroupByName(ctx, ref.Name).Execute()
	if err = with(res, err); isMissingGroup(err) {
		return "", fmt.Errorf("project %q: %w", ref.Name, ErrNotFound)
	}
	return group.GetId(), err
}

// sameParts compares parts of two bodies.
func sameParts(a, b any) bool { return spec.EqualNodes(spec.Encode(a), spec.Encode(b)) }

func (d projects) Delete(ctx context.Context, _ Site, ref Ref) error {
	id, err := d.idOf(ctx, ref)
	if err != nil {
		return err
	}
	res, err := d.api.DeleteGroup(ctx, id).Execute()
	if err = with(res, err); isMissingGroup(err) {
		return fmt.Errorf("project %q: %w", ref.Name, ErrNotFound)
	}
	return err
}

func (projects) Events() Events {
	return Events{
		There: []string{
			"GROUP_CREATED", "GROUP_TAGS_MODIFIED", "GROUP_DEFAULT_ALERTS_SETTINGS_CHANGED",
			"DATA_EXPLORER_ENABLED", "DATA_EXPLORER_DISABLED", "PROJECT_ENABLE_EXTENDED_STORAGE_SIZES_UPDATED",
		},
		Gone: []string{"GROUP_DELETED"},
	}
}

func settingsToAtlas(s *spec.ProjectSettings) *admin.GroupSettings {
	return &admin.GroupSettings{
		IsClusterAiAssistantEnabled:                     s.ClusterAIAssistant,
		IsCollectDatabaseSpecificsStatisticsEnabled:     s.CollectDatabaseStatistics,
		IsDataExplorerEnabled:                           s.DataExplorer,
		IsDataExplorerGenAIFeaturesEnabled:              s.DataExplorerGenAI,
		IsDataExplorerGenAISampleDocumentPassingEnabled: s.DataExplorerGenAISampleValue,
		IsExtendedStorageSizesEnabled:                   s.ExtendedStorageSizes,
		IsNativeRerankingEnabled:                        s.NativeReranking,
		IsPerformanceAdvisorEnabled:                     s.PerformanceAdvisor,
		IsRealtimePerformancePanelEnabled:               s.RealtimePerformancePanel,
		IsSchemaAdvisorEnabled:                          s.SchemaAdvisor,
	}
}

func projectFromAtlas(g admin.Group) Object[spec.Project] {
	var org *string
	if g.OrgId != "" {
		org = &g.OrgId
	}
	return Object[spec.Project]{
		Name: g.Name, ID: g.GetId(),
		Body: &spec.Project{
			OrgID: org, Tags: tagsFromAtlas(g.GetTags()),
			WithDefaultAlertsSettings: g.WithDefaultAlertsSettings,
			RegionUsageRestrictions:   g.RegionUsageRestrictions,
		},
		Status: map[string]string{"id": g.GetId()},
	}
}
