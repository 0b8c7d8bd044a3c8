package emulator_test

import (
	"net/http"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// TestProcessArgsAreThoseOfTheCluster sets how a cluster encrypts in both ways in
// which it can be said, and reads it in both.
func TestProcessArgsAreThoseOfTheCluster(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt, one := emu.Transport(), project+"/clusters/big"
	args := one + "/processArgs"
	body := replace(dedicatedBody, `{"name"`, `{"advancedConfiguration":{"minimumEnabledTlsProtocol":"TLS1_3"},"name"`)
	made := must(t, rt, http.StatusCreated, "POST", project+"/clusters", body)
	wantDiff(t, made.body["advancedConfiguration"].(object)["minimumEnabledTlsProtocol"], any("TLS1_3"))
	wantDiff(t, must(t, rt, http.StatusOK, "GET", args, "").body["minimumEnabledTlsProtocol"], any("TLS1_3"))

	must(t, rt, http.StatusOK, "PATCH", args, `{"tlsCipherConfigMode":"CUSTOM","customOpensslCipherConfigTls13":["TLS_AES_128_CCM_SHA256"]}`)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body["advancedConfiguration"], any(object{
		"customOpensslCipherConfigTls12": []any{}, "customOpensslCipherConfigTls13": []any{"TLS_AES_128_CCM_SHA256"},
		"minimumEnabledTlsProtocol": "TLS1_3", "tlsCipherConfigMode": "CUSTOM",
	}))
	must(t, rt, http.StatusOK, "PATCH", one, `{"tags":[]}`)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", args, "").body["tlsCipherConfigMode"], any("CUSTOM"))
	wantCode(t, send(t, rt, "PATCH", args, `{"minimumEnabledTlsProtocol":"TLS9"}`), 400, "INVALID_ENUM_VALUE")
	wantCode(t, send(t, rt, "PATCH", args, `{"noTableScan":"no"}`), 400, "INVALID_JSON_ATTRIBUTE")
	wantCode(t, send(t, rt, "GET", project+"/clusters/none/processArgs", ""), 404, "CLUSTER_NOT_FOUND")
}
