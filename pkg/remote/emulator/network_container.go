package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

const kindNetworkContainer kind = "NetworkContainer"

// containerEvents are those of the activity feed. It has none for a creation.
var containerEvents = events{updated: "CONTAINER_SUBNETS_UPDATE_REQUESTED", deleted: "CONTAINER_DELETED"}

func networkContainerRoutes() []route {
	const list = groupPath + "/containers"
	const one = list + "/{containerId}"
	versions := []string{"2023-01-01"}
	return []route{
		{method: http.MethodGet, path: list, versions: versions, operate: listContainers},
		{method: http.MethodPost, path: list, versions: versions, operate: createContainer, untold: true, takes: always(containerShape())},
		{method: http.MethodGet, path: list + "/all", versions: versions, operate: listAllContainers},
		{method: http.MethodGet, path: one, versions: versions, operate: getContainer},
		{
			method: http.MethodPatch, path: one, versions: versions, operate: updateContainer, event: containerEvents.updated,
			takes: always(containerShape()), edit: editOf((*call).container, (*call).editContainer),
		},
		{method: http.MethodDelete, path: one, versions: versions, operate: deleteContainer, event: containerEvents.deleted},
	}
}

var containerBlock = regexp.MustCompile(`^[0-9.]+/[0-9]+$`)

func containerShape() shape {
	return shape{
		"atlasCidrBlock": {pattern: containerBlock},
		"providerName":   {required: true, enum: serviceProviders()},
		"region":         {},
		"regionName":     {},
		"regions":        {holds: texts},
	}
}

// listContainers is of one provider, AWS unless it is told another one. That the
// case does not matter is a guess: the Atlas CLI asks for those of "Azure".
func listContainers(c *call) (reply, error) {
	provider := strings.ToUpper(c.query.Get("providerName"))
	switch {
	case provider == "":
		provider = "AWS"
	case !slices.Contains(serviceProviders(), provider):
		return reply{}, errEnum(c.query.Get("providerName"))
	}
	of := slices.DeleteFunc(c.containers(), func(r *resource) bool { return textAt(r.Fields, "providerName") != provider })
	return c.page(of, countAlways, c.containerView)
}

func listAllContainers(c *call) (reply, error) {
	return c.page(c.containers(), countAlways, c.containerView)
}

func getContainer(c *call) (reply, error) {
	r, err := c.container()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.containerView(r)}, nil
}

// createContainer makes one for a region, of Google Cloud one for the project. The
// answer to a second one is recorded.
func createContainer(c *call) (reply, error) {
	fields, err := containerShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	provider := textAt(fields, "providerName")
	place, err := containerPlace(fields)
	if err != nil {
		return reply{}, err
	}
	if err := checkContainerBlock(fields); err != nil {
		return reply{}, err
	}
	k := c.key(kindNetworkContainer, "", provider+" "+place)
	if _, taken := c.state.find(k, c.now); taken {
		return reply{}, fail(http.StatusConflict, "CONTAINER_ALREADY_EXISTS",
			fmt.Sprintf("A container already exists for group %s.", c.group), c.group)
	}
	r, err := c.state.create(k, c.now, fields, func(r *resource) { r.Life = life{State: "IDLE", Ready: c.now} })
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.containerView(r)}, nil
}

// containerPlace is what tells a container from others of its provider.
func containerPlace(fields object) (string, error) {
	provider := textAt(fields, "providerName")
	name := map[string]string{"AWS": "regionName", "AZURE": "region"}[provider]
	if name == "" { // one for all regions
		for _, region := range listAt(fields, "regions") {
			if !slices.Contains(clusterRegions(provider), fmt.Sprint(region)) {
				return "", errAttribute("regions")
			}
		}
		return "", nil
	}
	region := textAt(fields, name)
	switch {
	case region == "":
		return "", errMissing(name)
	case !slices.Contains(clusterRegions(provider), region):
		return "", errAttribute(name)
	}
	return region, nil
}

// checkContainerBlock wants a private block of the size that the provider takes (API
// document; the codes are guesses).
func checkContainerBlock(fields object) error {
	const name = "atlasCidrBlock"
	text := textAt(fields, name)
	if text == "" {
		return errMissing(name)
	}
	block, err := netip.ParsePrefix(text)
	if err != nil || !isPrivateBlock(block) || block != block.Masked() {
		return errAttribute(name)
	}
	if most := textAt(fields, "providerName") == "GCP"; most && block.Bits() > 18 || !most && (block.Bits() < 21 || block.Bits() > 24) {
		return errAttribute(name)
	}
	return nil
}

// isPrivateBlock reports whether all of a block is in one of RFC 1918.
func isPrivateBlock(block netip.Prefix) bool {
	return slices.ContainsFunc([]string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"}, func(text string) bool {
		all := netip.MustParsePrefix(text)
		return all.Contains(block.Addr()) && block.Bits() >= all.Bits()
	})
}

// updateContainer changes the block, as long as nothing is in it. Members that
// cannot change may be sent as they are.
func updateContainer(c *call) (reply, error) {
	r, err := c.container()
	if err != nil {
		return reply{}, err
	}
	changed, err := containerShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	fields := maps.Clone(r.Fields)
	for name, value := range changed {
		if name != "atlasCidrBlock" && name != "regions" && value != fields[name] {
			return reply{}, errAttribute(name)
		}
	}
	if text := textAt(changed, "atlasCidrBlock"); text != "" && text != textAt(fields, "atlasCidrBlock") {
		if err := c.checkEmpty(r); err != nil {
			return reply{}, err
		}
		fields["atlasCidrBlock"] = text
	}
	if err := checkContainerBlock(fields); err != nil {
		return reply{}, err
	}
	if err := c.state.update(r, fields, r.Life); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.containerView(r)}, nil
}

func deleteContainer(c *call) (reply, error) {
	r, err := c.container()
	if err != nil {
		return reply{}, err
	}
	if err := c.checkEmpty(r); err != nil {
		return reply{}, err
	}
	c.state.remove(r)
	return reply{status: http.StatusNoContent}, nil
}

// checkEmpty refuses what would touch the clusters in a container.
func (c *call) checkEmpty(r *resource) error {
	if !c.provisioned(r) && c.cleaned(r) {
		return nil
	}
	return fail(http.StatusConflict, "CONTAINERS_IN_USE", fmt.Sprintf("Cannot modify in use containers. %s.", r.ID), r.ID)
}

func (c *call) containers() []*resource {
	return c.state.list(scope{kind: kindNetworkContainer, project: c.group}, c.now)
}

func (c *call) container() (*resource, error) {
	id := c.params["containerId"]
	if !isObjectID(id) {
		return nil, errPathParameter(c.path)
	}
	all := c.containers()
	if at := slices.IndexFunc(all, func(r *resource) bool { return r.ID == id }); at >= 0 {
		return all[at], nil
	}
	return nil, fail(http.StatusNotFound, "CLOUD_PROVIDER_CONTAINER_NOT_FOUND",
		fmt.Sprintf("An invalid cloud provider container ID %s was specified.", id), id)
}

// containerView shows of the cloud only what there is without a cluster: nothing.
func (c *call) containerView(r *resource) object {
	view := maps.Clone(r.Fields)
	view["id"], view["provisioned"] = r.ID, c.provisioned(r)
	return view
}

// editContainer moves a container to another block, as somebody else may as long as
// nothing is in it.
func (c *call) editContainer(r *resource) error {
	if c.provisioned(r) {
		return nil
	}
	before, after := textAt(r.Fields, "atlasCidrBlock"), map[string]string{"GCP": "10.192.0.0/18"}
	block := after[textAt(r.Fields, "providerName")]
	if block == "" {
		block = "10.250.0.0/21"
	}
	if block == before {
		return nil
	}
	return c.state.update(r, withText(r.Fields, block, "atlasCidrBlock"), r.Life)
}
