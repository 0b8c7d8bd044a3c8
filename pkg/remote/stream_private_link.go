package remote

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// streamPrivateLinks drives StreamPrivateLink through
// /groups/{groupId}/streams/privateLinkConnections. A link has an ID and no name,
// and nothing of it can be changed.
type streamPrivateLinks struct{ api admin.StreamsApi }

func (d streamPrivateLinks) List(ctx context.Context, at Site, page int) (Page[spec.StreamPrivateLink], error) {
	list, res, err := d.api.ListPrivateLinkConnectionsWithParams(ctx, &admin.ListPrivateLinkConnectionsApiParams{
		GroupId: at.GroupID, ItemsPerPage: new(pageSize), PageNum: &page,
	}).Execute()
	if err != nil {
		return Page[spec.StreamPrivateLink]{}, with(res, err)
	}
	count, _ := list.GetTotalCountOk()
	return many(list.GetResults(), count, res, linkFromAtlas)
}

func (d streamPrivateLinks) Get(ctx context.Context, at Site, ref Ref) (Object[spec.StreamPrivateLink], error) {
	l, res, err := d.api.GetPrivateLinkConnection(ctx, at.GroupID, ref.ID).Execute()
	return one(l, res, err, linkFromAtlas)
}

// Create always says dnsSubDomain to Confluent on AWS: there Atlas wants to be told
// that there are none.
func (d streamPrivateLinks) Create(ctx context.Context, at Site, _ string, want *spec.StreamPrivateLink, _ Reveal) error {
	l := &admin.StreamsPrivateLinkConnection{
		Provider:                 *want.Provider,
		Vendor:                   want.Vendor,
		Region:                   want.Region,
		ServiceEndpointId:        want.ServiceEndpointID,
		Arn:                      want.ARN,
		DnsDomain:                want.DNSDomain,
		DnsSubDomain:             setToAtlas(want.DNSSubDomain),
		AzureResourceIds:         setToAtlas(want.AzureResourceIDs),
		GcpServiceAttachmentUris: setToAtlas(want.GCPServiceAttachmentURIs),
	}
	if l.DnsSubDomain == nil && l.Provider == "AWS" && l.GetVendor() == "CONFLUENT" {
		l.DnsSubDomain = &[]string{}
	}
	_, res, err := d.api.CreatePrivateLinkConnection(ctx, at.GroupID, l).Execute()
	return with(res, err)
}

// Update is for the interface alone: every field is immutable.
func (d streamPrivateLinks) Update(ctx context.Context, at Site, ref Ref, _, _ *spec.StreamPrivateLink, _ Reveal) error {
	if _, err := d.Get(ctx, at, ref); err != nil {
		return err
	}
	return errors.New("a private link cannot be changed, only replaced")
}

func (d streamPrivateLinks) Delete(ctx context.Context, at Site, ref Ref) error {
	res, err := d.api.DeletePrivateLinkConnection(ctx, at.GroupID, ref.ID).Execute()
	return with(res, err)
}

// Events are none: Atlas tells nothing of links.
func (streamPrivateLinks) Events() Events { return Events{} }

// setToAtlas leaves out what is empty.
func setToAtlas(set spec.Set[string]) *[]string {
	if len(set) == 0 {
		return nil
	}
	return new(set.Sorted())
}

// linkFromAtlas takes none and empty for the same, as some answers have the one and
// some the other. Providers come in the case in which somebody sent them. What Atlas
// chooses for a vendor is a fact beside the body.
func linkFromAtlas(l admin.StreamsPrivateLinkConnection) Object[spec.StreamPrivateLink] {
	provider, vendor := strings.ToUpper(l.Provider), cmp.Or(l.GetVendor(), "GENERIC")
	o := Object[spec.StreamPrivateLink]{
		Name: l.GetId(), ID: l.GetId(),
		Phase: linkPhase(l.GetState()), State: l.GetState(), Detail: l.GetErrorMessage(),
		Body: &spec.StreamPrivateLink{
			Provider:                 &provider,
			Vendor:                   &vendor,
			Region:                   l.Region,
			ServiceEndpointID:        l.ServiceEndpointId,
			ARN:                      l.Arn,
			DNSDomain:                l.DnsDomain,
			DNSSubDomain:             spec.NewSet(l.GetDnsSubDomain()...),
			AzureResourceIDs:         spec.NewSet(l.GetAzureResourceIds()...),
			GCPServiceAttachmentURIs: spec.NewSet(l.GetGcpServiceAttachmentUris()...),
		},
		Status: map[string]string{
			"interfaceEndpointId":   l.GetInterfaceEndpointId(),
			"interfaceEndpointName": l.GetInterfaceEndpointName(),
			"providerAccountId":     l.GetProviderAccountId(),
			"gcpConnectionIds":      strings.Join(l.GetGcpConnectionIds(), ","),
		},
	}
	switch spec.LinkChosen(provider, vendor) {
	case "region":
		o.Status["region"], o.Body.Region = l.GetRegion(), nil
	case "dnsDomain":
		o.Status["dnsDomain"], o.Body.DNSDomain = l.GetDnsDomain(), nil
	}
	return o
}

// linkPhase says what a state means. IDLE is before anybody works on it.
func linkPhase(state string) spec.Phase {
	switch state {
	case "DONE":
		return spec.Ready
	case "FAILED":
		return spec.Failed
	case "DELETE_REQUESTED", "DELETING":
		return spec.Deleting
	case "DELETED":
		return spec.Absent
	}
	return spec.Pending
}
