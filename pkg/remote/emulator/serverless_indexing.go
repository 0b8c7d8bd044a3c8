package emulator

import (
	"maps"
	"net/http"
)

// autoIndexing is the field of an instance that the Performance Advisor reads and
// sets by operations of its own. No answer with the instance itself shows it.
const autoIndexing = "autoIndexing"

func serverlessIndexingRoutes() []route {
	const path = groupPath + "/serverless/{name}/performanceAdvisor/autoIndexing"
	versions := []string{serverlessVersion}
	return alsoOld([]route{
		{method: http.MethodGet, path: path, versions: versions, ends: serverlessSunset(), operate: getAutoIndexing},
		{method: http.MethodPost, path: path, versions: versions, ends: serverlessSunset(), operate: setAutoIndexing, untold: true, bodyless: true},
	})
}

// getAutoIndexing answers a bare true or false (API document). Flex clusters that
// were instances have a value as well, which means nothing: what was set, else
// true. The document has both operations until the day of the last writes.
func getAutoIndexing(c *call) (reply, error) {
	r, err := c.indexedInstance()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: r.Fields[autoIndexing] != false}, nil
}

// setAutoIndexing takes its value from the query. The document has no body in
// the answer; an empty object is a guess.
func setAutoIndexing(c *call) (reply, error) {
	r, err := c.indexedInstance()
	if err != nil {
		return reply{}, err
	}
	if c.query.Get("enable") == "" {
		return reply{}, errQueryMissing("enable")
	}
	enable, err := c.queryBool("enable", true)
	if err != nil {
		return reply{}, err
	}
	fields := maps.Clone(r.Fields)
	fields[autoIndexing] = enable
	return reply{status: http.StatusOK, body: object{}}, c.state.update(r, fields, r.Life)
}

func (c *call) indexedInstance() (*resource, error) {
	if err := c.serverlessWritable(); err != nil {
		return nil, err
	}
	return c.serverless()
}
