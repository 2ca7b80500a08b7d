#!/usr/bin/env node
// Compares the compiled contracts with the interface of the deployed ones
// (vectors/deployed-abi.txt): every function and event there must be in ours,
// with the same selector or topic, types, results and mutability.
'use strict'
const fs = require('fs')
const path = require('path')
const { keccak256 } = require('js-sha3')

const root = path.join(__dirname, '..')

// type of a parameter as signatures have it.
function type(param) {
  if (!param.type.startsWith('tuple')) return param.type
  return `(${param.components.map(type).join(',')})${param.type.slice('tuple'.length)}`
}

const types = (params) => params.map(type).join(',')
const signature = (item) => `${item.name}(${types(item.inputs)})`

// Results are compared by their types: tuples are named, not spelled out, in the list.
const results = (text) => text.split(',').filter(Boolean).map((result) => result.trim().split(' ')[0]).join(',')

function checkFunction(artifact, line) {
  const [, selector, sig, mutability, outputs] = line.match(/^(0x[0-9a-f]{8}) (\S+) (\w+) -> ?(.*)$/)
  const item = artifact.abi.find((entry) => entry.type === 'function' && signature(entry) === sig)
  if (!item) return `no function ${sig}`
  if (`0x${artifact.methodIdentifiers[sig]}` !== selector) return `${sig} has another selector`
  // What only reads may promise more than the deployed one does.
  const promised = { view: ['view', 'pure'] }[mutability] ?? [mutability]
  if (!promised.includes(item.stateMutability)) return `${sig} is ${item.stateMutability}, not ${mutability}`
  const own = item.outputs.map((output) => (output.type === 'tuple' ? 'tuple' : type(output))).join(',')
  if (own !== results(outputs)) return `${sig} returns (${own}), not (${outputs})`
}

function checkEvent(artifact, line) {
  const [, topic, name, list] = line.match(/^EV (0x[0-9a-f]{64}) (\w+)\((.*)\)$/)
  const params = list.split(', ').filter(Boolean).map((param) => param.split(' '))
  const item = artifact.abi.find((entry) => entry.type === 'event' && entry.name === name)
  if (!item) return `no event ${name}`
  if (`0x${keccak256(signature(item))}` !== topic) return `event ${signature(item)} has another topic`
  const indexed = (flags) => flags.map(Boolean).join()
  const same = indexed(item.inputs.map((input) => input.indexed)) === indexed(params.map((param) => param.includes('indexed')))
  if (!same) return `event ${name} has other parameters indexed`
}

function main() {
  const faults = []
  let artifact, contract
  let checked = 0
  for (const line of fs.readFileSync(path.join(root, 'vectors/deployed-abi.txt'), 'utf8').split('\n')) {
    if (line.startsWith('## ')) {
      contract = line.slice(3)
      artifact = JSON.parse(fs.readFileSync(path.join(root, `out/${contract}.sol/${contract}.json`), 'utf8'))
    } else if (line.startsWith('0x') || line.startsWith('EV ')) {
      const fault = line.startsWith('EV ') ? checkEvent(artifact, line) : checkFunction(artifact, line)
      if (fault) faults.push(`${contract}: ${fault}`)
      checked++
    }
  }
  faults.forEach((fault) => console.error(fault))
  console.log(`${checked} functions and events of the deployed contracts, ${faults.length} of them are not ours`)
  process.exit(checked > 0 && faults.length === 0 ? 0 : 1)
}

main()
