package emulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// A Flex cluster becomes IDLE when enough emulated time has passed, which takes
// no real time.
func Example() {
	emu, err := emulator.New(emulator.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	url := "https://cloud.mongodb.com/api/atlas/v2/groups/" + emu.AddProject("demo") + "/flexClusters"
	body := `{"name":"shop","providerSettings":{"backingProviderName":"AWS","regionName":"US_EAST_1"}}`

	call(emu, http.MethodPost, url, body)
	emu.Advance(15 * time.Second)
	call(emu, http.MethodGet, url+"/shop", "")
	// Output:
	// 201 CREATING
	// 200 IDLE
}

func call(emu *emulator.Emulator, method, url, body string) {
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		fmt.Println(err)
		return
	}
	req.Header.Set("Accept", "application/vnd.atlas.2024-11-13+json")
	req.Header.Set("Content-Type", "application/vnd.atlas.2024-11-13+json")
	resp, err := emu.Transport().RoundTrip(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = resp.Body.Close() }()
	var cluster struct{ StateName string }
	if err := json.NewDecoder(resp.Body).Decode(&cluster); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(resp.StatusCode, cluster.StateName)
}
