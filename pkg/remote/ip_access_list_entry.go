package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// ipAccessList drives IPAccessListEntry through /groups/{groupId}/accessList. An
// entry has no ID and no PATCH: a POST makes it, or changes the one that is
// there. Atlas takes many entries in one POST, and no two POSTs at once.
type ipAccessList struct {
	api   admin.ProjectIPAccessListApi
	posts *gather[admin.NetworkPermissionEntry]
}

func newIPAccessList(api admin.ProjectIPAccessListApi) ipAccessList {
	return ipAccessList{api, newGather(func(ctx context.Context, group string, entries []admin.NetworkPermissionEntry) error {
		_, res, err := api.CreateAccessListEntry(ctx, group, &entries).Execute()
		return with(res, err)
	})}
}

func (d ipAccessList) List(ctx context.Context, at Site, page int) (Page[spec.IPAccessListEntry], error) {
	list, res, err := d.api.ListAccessListEntriesWithParams(ctx, &admin.ListAccessListEntriesApiParams{
		GroupId: at.GroupID, ItemsPerPage: new(pageSize), PageNum: &page,
	}).Execute()
	if err != nil {
		return Page[spec.IPAccessListEntry]{}, with(res, err)
	}
	count, _ := list.GetTotalCountOk()
	return many(list.GetResults(), count, res, entryFromAtlas)
}

func (d ipAccessList) Get(ctx context.Context, at Site, ref Ref) (Object[spec.IPAccessListEntry], error) {
	e, res, err := d.api.GetAccessListEntry(ctx, at.GroupID, ref.Name).Execute()
	return one(e, res, err, entryFromAtlas)
}

// Probe asks whether the clouds let clients in already: neither the entry nor the
// list of them tells.
func (d ipAccessList) Probe(ctx context.Context, at Site, ref Ref) (Condition, error) {
	s, res, err := d.api.GetAccessListStatus(ctx, at.GroupID, ref.Name).Execute()
	if err != nil {
		return Condition{}, with(res, err)
	}
	c := Condition{Phase: entryPhase(s.GetSTATUS()), State: s.GetSTATUS()}
	if c.Phase == spec.Failed {
		c.Detail = "Atlas gives no reason: delete the entry, and apply again"
	}
	return c, nil
}

func (d ipAccessList) Create(ctx context.Context, at Site, name string, want *spec.IPAccessListEntry, _ Reveal) error {
	entry, err := entryToAtlas(name, want)
	if err != nil {
		return err
	}
	return d.posts.do(ctx, at.GroupID, entry)
}

// Update looks before it posts: a POST would bring back an entry that was deleted. It
// writes all of an entry, so that what is not to change goes back as it is by then.
func (d ipAccessList) Update(ctx context.Context, at Site, ref Ref, live, want *spec.IPAccessListEntry, _ Reveal) error {
	now, err := d.Get(ctx, at, ref)
	if err != nil {
		return err
	}
	return d.Create(ctx, at, ref.Name, &spec.IPAccessListEntry{
		Comment:         changed(live.Comment, want.Comment, now.Body.Comment),
		DeleteAfterDate: changed(live.DeleteAfterDate, want.DeleteAfterDate, now.Body.DeleteAfterDate),
	}, nil)
}

// changed is what is wanted, where that is a change, and else what is there now.
func changed(live, want, now *string) *string {
	if live != nil && want != nil && *live == *want || live == want {
		return now
	}
	return want
}

func (d ipAccessList) Delete(ctx context.Context, at Site, ref Ref) error {
	res, err := d.api.DeleteAccessListEntry(ctx, at.GroupID, ref.Name).Execute()
	return with(res, err)
}

func entryToAtlas(name string, want *spec.IPAccessListEntry) (admin.NetworkPermissionEntry, error) {
	entry := admin.NetworkPermissionEntry{Comment: want.Comment}
	switch {
	case strings.Contains(name, "sg-"):
		entry.AwsSecurityGroup = &name
	case strings.Contains(name, "/"):
		entry.CidrBlock = &name
	default:
		entry.IpAddress = &name
	}
	if want.DeleteAfterDate != nil {
		date, err := time.Parse(time.RFC3339, *want.DeleteAfterDate)
		if err != nil {
			return entry, fmt.Errorf("deleteAfterDate: %w", err)
		}
		entry.DeleteAfterDate = &date
	}
	return entry, nil
}

// entryFromAtlas takes the block, which Atlas gives for an address too.
func entryFromAtlas(e admin.NetworkPermissionEntry) Object[spec.IPAccessListEntry] {
	name := e.GetAwsSecurityGroup()
	if name == "" {
		name = e.GetCidrBlock()
	}
	if name == "" {
		name = e.GetIpAddress()
	}
	name = spec.AccessEntry(name)
	body := &spec.IPAccessListEntry{Comment: new(e.GetComment())}
	if e.DeleteAfterDate != nil {
		body.DeleteAfterDate = new(e.DeleteAfterDate.UTC().Format(time.RFC3339))
	}
	return Object[spec.IPAccessListEntry]{Name: name, ID: name, Body: body}
}

// entryPhase says what a status means. FAILED is final: an entry that is posted
// again begins anew.
func entryPhase(status string) spec.Phase {
	switch status {
	case "ACTIVE":
		return spec.Ready
	case "FAILED":
		return spec.Failed
	}
	return spec.Pending
}

// refused reports whether Atlas has refused a request for what is in it.
func refused(err error) bool {
	r, ok := errors.AsType[response](err)
	return ok && r.http != nil && r.http.StatusCode == http.StatusBadRequest
}

func (ipAccessList) Events() Events {
	return Events{
		There: []string{"NETWORK_PERMISSION_ENTRY_ADDED", "NETWORK_PERMISSION_ENTRY_UPDATED"},
		Gone:  []string{"NETWORK_PERMISSION_ENTRY_REMOVED"},
	}
}
