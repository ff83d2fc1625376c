#include "base/base.h"

#include "browser/mark.h"

/*
 * Runs in a world of its own: the page's scripts cannot change what it calls. Its numbers are those
 * of browser.h (1280 wide, 4000 high); 600 above a far mark are shown with it.
 */
const char mark_script[] =
    "marks=>{"
    "const root=document.documentElement,body=document.body||root;"
    "const height=Math.max(root.scrollHeight,body.scrollHeight,1);"
    /* The text of the page without white space, and where each character of it stands. */
    "const walk=document.createTreeWalker(body,NodeFilter.SHOW_TEXT),nodes=[],at=[];let all='';"
    "for(let n;(n=walk.nextNode())&&all.length<2000000;){"
    "if(/^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/.test(n.parentElement?n.parentElement.tagName:''))"
    "continue;"
    "const s=n.data;for(let i=0;i<s.length;i++)"
    "if(!/[\\s\\u200b]/.test(s[i])){all+=s[i];at.push([n,i])}}"
    "const "
    "bare=s=>s.replace(/[\\s\\u200b]/g,'').replace(/^(\\u2026|\\.{3})+|(\\u2026|\\.{3})+$/g,'');"
    "const place=r=>({x:r.left+scrollX,y:r.top+scrollY,w:r.width,h:r.height});"
    "const isSeen=p=>p.w>=4&&p.h>=4&&p.x+p.w>0&&p.y+p.h>0&&p.x<1280&&p.y<height;"
    /* What nobody sees is framed with the first thing around it that is seen. */
    "const ofElement=own=>{for(let e=own;e&&e!==body;e=e.parentElement){"
    "const p=place(e.getBoundingClientRect());"
    "if(isSeen(p)&&e.checkVisibility({opacityProperty:true,visibilityProperty:true}))"
    "return [{...p,isAround:e!==own}]}"
    "return []};"
    "const ofText=(from,n)=>{if(from<0||!n)return [];"
    "const a=at[from],z=at[from+n-1],r=document.createRange();"
    "r.setStart(a[0],a[1]);r.setEnd(z[0],z[1]+1);"
    "const seen=[...r.getClientRects()].map(place).filter(isSeen);"
    "return seen.length?seen:ofElement(a[0].parentElement)};"
    "const find=m=>{"
    "if(m.link){const e=[...document.querySelectorAll('a[href],area[href]')]"
    ".find(e=>e.href===m.link);if(e)return ofElement(e)}"
    "const text=bare(m.text);let around=bare(m.around),from=around?all.indexOf(around):-1;"
    /* "title: what stands below it" */
    "if(from<0&&around.includes('\uff1a')){around=around.replace('\uff1a','');"
    "from=all.indexOf(around)}"
    "if(from>=0){const within=text?around.indexOf(text):-1;"
    "return within>=0?ofText(from+within,text.length):ofText(from,around.length)}"
    "return text?ofText(all.indexOf(text),text.length):[]};"
    "const key=b=>[b.x,b.y,b.w,b.h].map(Math.round).join();"
    "const boxes=[...new Map(marks.flatMap(m=>find(m).slice(0,20)).map(b=>[key(b),b])).values()];"
    "const first=boxes.length?Math.min(...boxes.map(b=>b.y)):0;"
    "const far=boxes.length&&first>3800,top=far?Math.floor(first-600):0;"
    "for(const b of boxes){"
    "const d=document.createElement('div'),set=(k,v)=>d.style.setProperty(k,v,'important');"
    "for(const [k,v] of Object.entries({all:'initial',display:'block',position:'absolute',"
    "'box-sizing':'border-box',border:'3px '+(b.isAround?'dashed':'solid')+' #d4380d',"
    "background:b.isAround?'none':'rgba(255,214,102,.3)',"
    "'pointer-events':'none','z-index':'2147483647',width:b.w+10+'px',height:b.h+10+'px',"
    "left:'0px',top:'0px'}))set(k,v);"
    "root.append(d);"
    "const own=place(d.getBoundingClientRect());"
    "set('left',Math.max(0,b.x-5)-own.x+'px');set('top',Math.max(0,b.y-5)-own.y+'px')}"
    "return {top,height:Math.ceil(Math.min(4000,height-top))}}";
