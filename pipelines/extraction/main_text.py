"""The article's text."""
from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from pipelines.article import Evidence
from pipelines.extraction.container import find_container, find_homes, PARAGRAPHS, weight, Container, home_of, _stable, _inside
from pipelines.extraction.furniture import is_furniture, opens_rest
from pipelines.extraction.lines import Line, Block
from pipelines.extraction.page import Page
from pipelines.extraction.regions import is_apart


@dataclass
class Body:
    text: str = ""
    container: Block | None = None
    lines: list[Line] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)

WHY=None
ENDS='.!?。！？…”"»’:：;；」』'

def find(page: Page, leave_out: set[int], title: str | None = None, title_element: etree._Element | None = None) -> Body:
    lines = page.lines
    container = find_container(lines)
    if container is None:
        return Body()
    b = container.block
    judge = Judge(container, squash(title or ""))
    inside = lines[b.first:b.end]
    kept=[]
    reasons={}
    for l in inside:
        r = "out" if l.index in leave_out else judge.against(l)
        if r: reasons[l.index]=r
        else: kept.append(l)
    global WHY
    WHY=reasons
    kept = cut_rest(kept, lines, b)
    kept = trim(kept)
    kept = headings(kept, reasons)
    return Body("\n".join(l.text for l in kept), b, kept)

def squash(t): return "".join(t.split()).casefold()

class Judge:
    def __init__(self, container, title):
        self.c=container; self.title=title
        main=[h for h in container.homes.values() if h.shape==container.shape and h.mass and _inside(h.block, container.block)]
        self.main={h.block for h in main}
        ps=[l for h in main for l in h.lines if not l.level and l.link_density<.5]
        self.punctuated=sum(l.text[-1] in ENDS for l in ps)>.6*len(ps)
        self.trusted={(b.tag,_stable(b.name)) for h in main for b in h.block.path()}
        self.shapes={}
        for h in container.homes.values():
            if _inside(h.block, container.block):
                self.shapes[h.shape]=self.shapes.get(h.shape,0)+h.mass
        self.prose=set()
        for h in main:
            for l in h.lines:
                if weight(l): self.prose.add(self.sig(l,h.block))
        self.seen=set()
        self.verdict={}

    def sig(self,l,home):
        out=[]
        for b in l.block.path():
            if b is home: break
            out.append((b.tag,_stable(b.name)))
        return tuple(out)

    def against(self, l):
        if self.apart(l.block): return 'apart'
        if l.inside("figure") and not l.inside("blockquote"): return 'figure'
        if l.link_density>.8: return 'link'
        if is_furniture(l.text): return 'furniture'
        if l.level and self.title and squash(l.text) and (squash(l.text) in self.title or self.title in squash(l.text)) and (l.level<3 or squash(l.text)==self.title): return 'title'
        home=self.c.homes[home_of(l)]
        if caption(l, home.block, self.c.block) or (self.punctuated and l.pictured and not l.level and l.block.tag=='p' and len(l.text.encode())<240 and l.text[-1] not in ENDS): return 'caption'
        t=l.text
        if len(t)>60:
            if t in self.seen: return 'again'
            self.seen.add(t)
        if (linklist:=self.linklist(l)): return 'linklist'
        if l.level: return None
        if home.shape==self.c.shape:
            if weight(l) or l.block is home.block: return None
            s=self.sig(l,home.block)
            if s in self.prose: return None
            if any(tag not in PARAGRAPHS for tag,_ in s) : return 'oddblock'
            if s and s[0][0]=='p' and s[0][1] and len(t)<80 and t[-1] not in '.。!?！？:：…"”': return 'oddp'
            return None
        if home not in self.verdict: self.verdict[home]=self.foreign(home)
        return self.verdict[home]

    def linklist(self,l):
        outer=None
        for b in l.block.path():
            if b is self.c.block or b.tag not in ('li','ul','ol','p','dl','dd','dt'): break
            if b.tag in ('ul','ol','dl'): outer=b
        return outer is not None and outer.linked>.5*outer.characters

    def datatable(self,home):
        seen=False
        for b in home.block.path():
            if b.tag=='table': seen=b.linked<.5*b.characters
            if b in self.main: return seen
            if b is self.c.block: return False
        return False

    def apart(self, block):
        for b in block.path():
            if b is self.c.block: return False
            if is_apart(b) and (b.tag,_stable(b.name)) not in self.trusted: return True
        return False

    def foreign(self, home):
        if home.block.linked>.25*home.block.characters: return 'foreign-links'
        if self.shapes[home.shape] >= .15*self.c.mass: return None
        if is_furniture(home.lines[0].text): return 'foreign-prompt'
        if self.datatable(home): return None
        if home.mass and not near_image(home.block,self.c.block): return None
        return 'foreign'

def near_image(block, limit):
    for b in block.path():
        if b is limit or b.end-b.first>4: return False
        if b.images: return True
    return False

def caption(l, home, limit):
    b=l.block
    if b.tag in PARAGRAPHS:
        size=len(l.text.encode())
        if b.images and size<300 and b.end-b.first<=2 and b.tag!='li': return True
        if l.pictured and size<240 and (b.centred or (b.parent and b.parent.tag=='center')): return True
        return False
    if b is home: return False
    return near_image(b, home) and len(l.text)<400

def cut_rest(kept, lines, block):
    total=sum(weight(l) for l in kept)
    seen=0
    starts=[l.index for l in lines[block.first:block.end] if len(l.text)<60 and opens_rest(l.text)]
    for i in starts:
        before=sum(weight(l) for l in kept if l.index<i)
        if total and before>.9*total:
            return [l for l in kept if l.index<i]
    return kept

def headings(kept, reasons):
    out=[]
    for i,l in enumerate(kept):
        if l.level:
            nxt=next((k for k in kept[i+1:] if not k.level),None)
            if nxt is None: continue
            if any(k in reasons and reasons[k] not in ('figure','caption','furniture','out','title') for k in range(l.index+1,nxt.index)): continue
        out.append(l)
    return out

def trim(lines):
    good=[i for i,l in enumerate(lines) if weight(l)]
    if not good: return lines
    a,b=good[0],good[-1]
    while a>0 and (lines[a-1].level>1 or lines[a-1].block.tag in ('p','li','blockquote')): a-=1
    while b+1<len(lines) and lines[b+1].block.tag in PARAGRAPHS and not lines[b+1].level: b+=1
    return lines[a:b+1]
