-- One use case over HTTP: a village records a figure. Always another village and another number, so that each is a write.
local villages = {}
for line in io.lines("data/divisions-qiandongnan.csv") do
  local code = line:match("^(%d+),.*,village$")
  if code then villages[#villages + 1] = code end
end
local token = os.getenv("GULOU_TOKEN")
math.randomseed(7)
request = function()
  local body = string.format('{"source":"bench","values":[{"unit":"%s","period":"2016","n":%d,"d":1000}]}',
    villages[math.random(#villages)], math.random(0, 1000))
  return wrk.format("POST", "/api/measures/elections.turnout/values",
    { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. token }, body)
end
