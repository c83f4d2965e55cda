-- Asks for the addresses of a file, line after line, from a place of its own in each thread.
local requests = {}
local at = 0
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(arguments)
  local made = {}
  for line in io.lines(arguments[1]) do
    if made[line] == nil then made[line] = wrk.format("GET", line) end
    requests[#requests + 1] = made[line]
  end
  at = (number * 7919) % #requests
end

function request()
  at = at % #requests + 1
  return requests[at]
end
