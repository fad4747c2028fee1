-- Every unit's page in turn, the plan and the scoreboard between them.
local paths = { "/", "/plan", "/scoreboard" }
for line in io.lines("data/divisions-qiandongnan.csv") do
  local code = line:match("^(%d%d%d%d%d%d%d%d%d%d%d%d),")
  if code then paths[#paths + 1] = "/u/" .. code end
end
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
