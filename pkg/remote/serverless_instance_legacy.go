package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// serverlessLegacy drives ServerlessInstance through the serverless API. Its
// three writes left the SDK in v20250312016 and go through its untyped client.
type serverlessLegacy struct{ sdk *admin.APIClient }

const serverlessMedia = "application/vnd.atlas.2023-01-01+json"

func (d serverlessLegacy) List(ctx context.Context, at Site, page int) (Page[spec.ServerlessInstance], error) {
	list, res, err := d.sdk.ServerlessInstancesApi.ListServerlessInstancesWithParams(ctx, &admin.ListServerlessInstancesApiParams{
		GroupId: at.GroupID, ItemsPerPage: new(pageSize), PageNum: &page,
	}).Execute()
	if err != nil {
		return Page[spec.ServerlessInstance]{}, with(res, err)
	}
	count, _ := list.GetTotalCountOk()
	p, err := many(list.GetResults(), count, res, serverlessFromAtlas)
	p.Unavailable = ended(res.Header)
	return p, err
}

// Get takes a 404 for absence only while the API has not ended: after that it
// is the answer for every name.
func (d serverlessLegacy) Get(ctx context.Context, at Site, ref Ref) (Object[spec.ServerlessInstance], error) {
	s, res, err := d.sdk.ServerlessInstancesApi.GetServerlessInstance(ctx, at.GroupID, ref.Name).Execute()
	if err != nil && res != nil && res.StatusCode == http.StatusNotFound {
		if why := ended(res.Header); why != "" {
			return Object[spec.ServerlessInstance]{}, errors.New(why)
		}
	}
	return one(s, res, err, serverlessFromAtlas)
}

func (d serverlessLegacy) Create(ctx context.Context, at Site, name string, want *spec.ServerlessInstance, _ Reveal) error {
	request := serverlessToAtlas(want)
	request.Name = name
	request.ProviderSettings = &serverlessProvider{
		BackingProviderName: want.ProviderSettings.BackingProviderName,
		ProviderName:        want.ProviderSettings.ProviderName,
		RegionName:          want.ProviderSettings.RegionName,
	}
	return d.write(ctx, http.MethodPost, at, "", request)
}

func (d serverlessLegacy) Update(ctx context.Context, at Site, ref Ref, _, want *spec.ServerlessInstance, _ Reveal) error {
	return d.write(ctx, http.MethodPatch, at, ref.Name, serverlessToAtlas(want))
}

func (d serverlessLegacy) Delete(ctx context.Context, at Site, ref Ref) error {
	return d.write(ctx, http.MethodDelete, at, ref.Name, nil)
}

func (serverlessLegacy) Events() Events { return serverlessEvents() }

// serverlessRequest is what the serverless API takes, in the words of its
// schemas ServerlessInstanceDescriptionCreate and …Update.
type serverlessRequest struct {
	Name                    string               `json:"name,omitempty"`
	ProviderSettings        *serverlessProvider  `json:"providerSettings,omitempty"`
	ServerlessBackupOptions *serverlessBackup    `json:"serverlessBackupOptions,omitempty"`
	Tags                    *[]admin.ResourceTag `json:"tags,omitempty"`
	TerminationProtection   *bool                `json:"terminationProtectionEnabled,omitempty"`
}

type serverlessProvider struct {
	BackingProviderName *string `json:"backingProviderName,omitempty"`
	ProviderName        *string `json:"providerName,omitempty"`
	RegionName          *string `json:"regionName,omitempty"`
}

type serverlessBackup struct {
	ServerlessContinuousBackupEnabled *bool `json:"serverlessContinuousBackupEnabled,omitempty"`
}

func serverlessToAtlas(want *spec.ServerlessInstance) *serverlessRequest {
	r := &serverlessRequest{Tags: tagsToAtlas(want.Tags), TerminationProtection: want.TerminationProtectionEnabled}
	if b := want.ServerlessBackupOptions; b != nil {
		r.ServerlessBackupOptions = &serverlessBackup{b.ServerlessContinuousBackupEnabled}
	}
	return r
}

// write sends one of the three writes that the SDK does not know any more.
func (d serverlessLegacy) write(ctx context.Context, method string, at Site, name string, request *serverlessRequest) error {
	path := []string{"groups", at.GroupID, "serverless"}
	if name != "" {
		path = append(path, name)
	}
	var body any
	if request != nil {
		body = request
	}
	res, err := untyped{d.sdk, serverlessMedia}.call(ctx, method, path, nil, body, nil)
	if res != nil && res.StatusCode >= http.StatusMultipleChoices {
		return endOfLife(translate(with(res, err)))
	}
	return with(res, err)
}

// endOfLife tells the end of the API from other refusals.
func endOfLife(err error) error {
	var api *APIError
	if !errors.As(err, &api) || errors.Is(err, ErrNotFound) || api.Code == "GROUP_NOT_FOUND" {
		return err
	}
	switch api.Status {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotAcceptable, http.StatusGone:
		return fmt.Errorf("%s: %w", retired, err)
	}
	return err
}

// ended says why an answer of the serverless API may lack instances that
// exist: the day of its Sunset header has come, by the Date of the same answer.
// Where that cannot be told it may have come. Empty means that it has not.
func ended(h http.Header) string {
	// Atlas does not pad the day, which http.ParseTime would refuse.
	const layout = "Mon, 2 Jan 2006 15:04:05 GMT"
	if h.Get("Sunset") == "" {
		return ""
	}
	end, badEnd := time.Parse(layout, h.Get("Sunset"))
	date, badDate := time.Parse(layout, h.Get("Date"))
	switch {
	case badEnd != nil || badDate != nil:
		return fmt.Sprintf("%s (its end is announced for %q, and the answer is of %q: whether it shows every instance cannot be told)",
			retired, h.Get("Sunset"), h.Get("Date"))
	case date.Before(end):
		return ""
	}
	return fmt.Sprintf("%s (its list has been empty since %s, whether there are instances or not)", retired, end.Format(time.DateOnly))
}

func serverlessFromAtlas(s admin.ServerlessInstanceDescription) Object[spec.ServerlessInstance] {
	o := Object[spec.ServerlessInstance]{
		Name:  s.GetName(),
		ID:    s.GetId(),
		Phase: clusterPhase(s.GetStateName()),
		State: s.GetStateName(),
		Body: &spec.ServerlessInstance{
			ProviderSettings: &spec.ServerlessProviderSettings{
				BackingProviderName: &s.ProviderSettings.BackingProviderName,
				ProviderName:        s.ProviderSettings.ProviderName,
				RegionName:          &s.ProviderSettings.RegionName,
			},
			Tags:                         tagsFromAtlas(s.GetTags()),
			TerminationProtectionEnabled: s.TerminationProtectionEnabled,
		},
		Status: map[string]string{"mongoDBVersion": s.GetMongoDBVersion()},
	}
	if c := s.ConnectionStrings; c != nil {
		o.Status["connectionStrings.standardSrv"] = c.GetStandardSrv()
	}
	if s.ProviderSettings.GetEffectiveInstanceSizeName() == "FLEX" {
		o.Inert = flexInert[:1]
	}
	if b := s.ServerlessBackupOptions; b != nil {
		o.Body.ServerlessBackupOptions = &spec.ServerlessBackupOptions{
			ServerlessContinuousBackupEnabled: b.ServerlessContinuousBackupEnabled,
		}
	}
	return o
}
